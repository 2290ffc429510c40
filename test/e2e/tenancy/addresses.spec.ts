import { TenantsService } from '#tenants';
import { startProduct, type Product } from '../../setup/product.js';
import { sendTo } from '../../setup/named-host.js';
import { openTenant } from '../../setup/tenants.js';

/** Everything that may name the tenant of one request. */
interface Naming {
  argument?: string;
  path?: string;
  host?: string;
  header?: string;
  token?: string;
}
type Source = keyof Naming;

const HOSTS: Record<string, string> = { alpha: 'alpha.example', beta: 'www.beta.example' };
const SOURCES: Source[] = ['argument', 'path', 'host', 'header', 'token'];
const PAIRS = SOURCES.flatMap((one, at) => SOURCES.slice(at + 1).map((other): [Source, Source] => [one, other]));

describe('the tenant that an address names', () => {
  let product: Product;
  const tokens: Record<string, string> = {};

  beforeAll(async () => {
    product = await startProduct();
    for (const id of ['alpha', 'beta']) {
      await openTenant(product, id, { hosts: [HOSTS[id]] });
      tokens[id] = (await product.client.guest(id)).token!;
    }
    await openTenant(product, 'closed-shop', { status: 'suspended', hosts: ['closed.example'] });
  });
  afterAll(() => product.stop());

  const around = ({ host, header, token }: Naming) => ({
    host: host && (HOSTS[host] ?? host),
    headers: {
      ...(header ? { 'x-tenant-id': header } : {}),
      ...(token ? { authorization: `Bearer ${tokens[token]}` } : {}),
    },
  });
  const at = (path: string | undefined, endpoint: string) => `${product.url}${path ? `/t/${path}` : ''}/${endpoint}`;

  /** Asks for one tenant where one is named by argument, else for what belongs to none. The code of the refusal, or the data. */
  const SURFACES: Record<string, (naming: Naming) => Promise<any>> = {
    GraphQL: async (naming) => {
      const { argument, path } = naming;
      const query = argument ? '($t: ID!) { tenant(tenantId: $t) { id } }' : '{ me { id } }';
      const body = { query: `query ${query}`, variables: { t: argument } };
      const { json } = await sendTo(at(path, 'graphql'), { ...around(naming), body });
      return json.errors?.[0].extensions.code ?? Object.values(json.data)[0];
    },
    MCP: async (naming) => {
      const { argument, path } = naming;
      const called = argument ? { name: 'tenant_info', arguments: { tenant_id: argument } } : { name: 'list_tenants' };
      const body = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: called };
      const { json } = await sendTo(at(path, 'mcp'), { ...around(naming), body });
      return json.result.isError ? json.result.structuredContent.code : json.result.structuredContent;
    },
    REST: async (naming) => {
      const { argument } = naming;
      const { status, json } = await sendTo(
        `${product.url}/v1/tenants${argument ? `/${argument}` : ''}`,
        around(naming),
      );
      return status === 200 ? json : json.code;
    },
  };
  /** REST has its path for the argument. */
  const usable = (surface: string, sources: readonly Source[]) => surface !== 'REST' || !sources.includes('path');
  const disagreements = Object.keys(SURFACES).flatMap((surface) =>
    PAIRS.filter((pair) => usable(surface, pair)).map(([one, other]): [string, Source, Source] => [
      surface,
      one,
      other,
    ]),
  );

  it.each(disagreements)('is refused on %s when %s and %s disagree [GW-1, GW-2]', async (surface, one, other) => {
    expect(await SURFACES[surface]!({ [one]: 'alpha', [other]: 'beta' })).toBe('TENANT_MISMATCH');
    expect(await SURFACES[surface]!({ [one]: 'beta', [other]: 'alpha' })).toBe('TENANT_MISMATCH');
  });

  it.each(Object.keys(SURFACES))('is served on %s when everything that names one agrees [GW-1]', async (surface) => {
    const sources = SOURCES.filter((source) => usable(surface, [source]));
    const all = Object.fromEntries(sources.map((source) => [source, 'beta']));
    expect(await SURFACES[surface]!(all)).toMatchObject({ id: 'beta' });
    for (const source of sources) {
      expect(await SURFACES[surface]!({ argument: 'beta', [source]: 'beta' })).toMatchObject({ id: 'beta' });
    }
  });

  it.each(['GraphQL', 'MCP'])(
    'is not found on %s when the path names no open tenant, whatever is asked',
    async (surface) => {
      for (const path of ['no-such-tenant', 'closed-shop', 'platform', 'ALPHA', '%61lpha', '..%2falpha', '__proto__']) {
        expect([path, await SURFACES[surface]!({ path })]).toEqual([path, 'TENANT_NOT_FOUND']);
        expect([path, await SURFACES[surface]!({ path, argument: 'alpha' })]).toEqual([path, 'TENANT_NOT_FOUND']);
      }
      expect(await SURFACES[surface]!({ path: 'no-such-tenant', token: 'alpha' })).toBe('TENANT_MISMATCH');
    },
  );

  it('is nobody’s at an address that has no endpoint', async () => {
    for (const path of [
      '/t/alpha',
      '/t/alpha/',
      '/t//graphql',
      '/t/alpha/pay',
      '/t/alpha/beta/graphql',
      '/t/alpha/graphql/x',
    ]) {
      expect([path, (await sendTo(`${product.url}${path}`, { body: {} })).status]).toEqual([path, 404]);
    }
  });

  it('binds nobody under a host name that is no tenant’s: the gateway’s own, or any other', async () => {
    for (const host of ['pay.example', 'localhost', '127.0.0.1:80', '[::1]', 'alpha.example.evil.example', 'example']) {
      expect(await SURFACES['GraphQL']!({ host, argument: 'alpha' })).toMatchObject({ id: 'alpha' });
      expect(await SURFACES['REST']!({ host, argument: 'beta' })).toMatchObject({ id: 'beta' });
    }
  });

  it('is the same however a client writes the host name', async () => {
    for (const host of ['ALPHA.Example', 'alpha.example:8080', 'alpha.example.']) {
      expect([host, await SURFACES['GraphQL']!({ host, argument: 'beta' })]).toEqual([host, 'TENANT_MISMATCH']);
    }
  });

  it('closes to a suspended tenant’s host what it closes to its handle', async () => {
    expect(await SURFACES['REST']!({ host: 'closed.example', argument: 'closed-shop' })).toBe('TENANT_NOT_FOUND');
    expect(await SURFACES['REST']!({ host: 'closed.example', argument: 'alpha' })).toBe('TENANT_MISMATCH');
  });

  it('binds logins and sessions that go on as well, and leaves the session of who knocked at the wrong door', async () => {
    const auth = (path: string, host: string, body: object) => sendTo(`${product.url}/v1/auth/${path}`, { host, body });
    const login = { tenantId: 'beta', email: 'a@example.com', password: 'x' };
    expect((await auth('login', 'alpha.example', login)).json.code).toBe('TENANT_MISMATCH');
    const opened = await sendTo(`${product.url}/v1/tenants/beta/guest-sessions`, { body: {} });
    const { refreshToken } = opened.json.session;
    expect((await auth('refresh', 'alpha.example', { refreshToken })).json.code).toBe('TENANT_MISMATCH');
    expect((await auth('refresh', 'www.beta.example', { refreshToken })).status).toBe(200);
  });

  it('binds entities as it binds root fields [GW-2]', async () => {
    const query = 'query ($r: [_Any!]!) { _entities(representations: $r) { __typename } }';
    const representations = [
      { __typename: 'Product', tenantId: 'beta', id: 'mug' },
      { __typename: 'Tenant', id: 'beta' },
    ];
    for (const representation of representations) {
      const body = { query, variables: { r: [representation] } };
      for (const [url, host] of [[at('alpha', 'graphql')], [at('', 'graphql'), 'alpha.example']] as const) {
        const { json } = await sendTo(url, { host, body });
        expect(json.errors).toMatchObject([{ extensions: { code: 'TENANT_MISMATCH' } }]);
      }
      expect((await sendTo(at('beta', 'graphql'), { body })).json.data._entities).toMatchObject([
        { __typename: representation.__typename },
      ]);
    }
  });
});

describe('host names of tenants', () => {
  let product: Product;
  beforeAll(async () => {
    product = await startProduct({ trustProxy: '203.0.113.7' });
  });
  afterAll(() => product.stop());

  const atHost = (host: string) => product.gateway.app.get(TenantsService).atHost(host);

  it('belong to one tenant: a second one is refused, by name, and gets none of its others either', async () => {
    await openTenant(product, 'alpha', { hosts: ['shop.example'] });
    await expect(openTenant(product, 'beta', { hosts: ['other.example', 'shop.example'] })).rejects.toThrow(
      'Tenant beta: the host shop.example belongs to tenant alpha',
    );
    expect([await atHost('shop.example'), await atHost('other.example')]).toEqual(['alpha', null]);
    await openTenant(product, 'gamma', { hosts: ['other.example'] });
    expect(await atHost('other.example')).toBe('gamma');
  });

  it('go to one of many tenants that take one at the same time', async () => {
    const takers = ['taker-1', 'taker-2', 'taker-3', 'taker-4'];
    const put = await Promise.allSettled(takers.map((id) => openTenant(product, id, { hosts: ['wanted.example'] })));
    expect(put.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(takers).toContain(await atHost('wanted.example'));
  });

  it('are free again once their tenant drops them, and may be put again and again', async () => {
    await openTenant(product, 'alpha', { hosts: ['old.example', 'kept.example'] });
    await openTenant(product, 'alpha', { hosts: ['old.example', 'kept.example'] });
    await openTenant(product, 'alpha', { hosts: ['kept.example'] });
    expect([await atHost('old.example'), await atHost('kept.example')]).toEqual([null, 'alpha']);
    await openTenant(product, 'beta', { hosts: ['old.example'] });
    expect(await atHost('old.example')).toBe('beta');
  });

  it.each([
    'localhost',
    '127.0.0.1',
    '10.0.0',
    '::1',
    'Shop.Example',
    'shop.example:80',
    'https://shop.example',
    '*.example',
    '',
  ])('are full names in lower case: %j is refused', async (host) => {
    await expect(openTenant(product, 'alpha', { hosts: [host] })).rejects.toThrow('is not a host name');
  });

  it('are not read from X-Forwarded-Host of a proxy that is not trusted', async () => {
    await openTenant(product, 'alpha', { hosts: ['proxied.example'] });
    const forwarded = { headers: { 'x-forwarded-host': 'proxied.example' } };
    const answer = await sendTo(`${product.url}/v1/tenants/beta`, forwarded);
    expect(answer).toMatchObject({ status: 200, json: { id: 'beta' } });
    const trusting = await startProduct();
    try {
      await openTenant(trusting, 'alpha', { hosts: ['proxied.example'] });
      const bound = await sendTo(`${trusting.url}/v1/tenants/beta`, forwarded);
      expect(bound.json.code).toBe('TENANT_MISMATCH');
    } finally {
      await trusting.stop();
    }
  });
});
