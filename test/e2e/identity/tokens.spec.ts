import { createLocalJWKSet, jwtVerify } from 'jose';
import { Client } from '../../setup/client.js';
import { http } from '../../setup/http.js';
import { startProduct, type Product } from '../../setup/product.js';
import { tokenWith } from '../../setup/tokens.js';

const CARTS = 'mutation { createCart(tenantId: "alpha") { __typename } }';

describe('access tokens', () => {
  let product: Product;
  let guest: Client;

  beforeAll(async () => {
    product = await startProduct();
  });
  beforeEach(async () => {
    guest = await product.client.guest('alpha');
  });
  afterAll(() => product.stop());

  const refusal = async (token: string, document = CARTS) => {
    const { errors, data } = await new Client(product.url, token).send(document);
    expect(data ?? null).toBeNull();
    return errors![0].extensions;
  };

  it('are verified by anybody with the published keys, which show nothing private [AU-1]', async () => {
    const { status, json } = await http(`${product.url}/.well-known/jwks.json`);
    expect(status).toBe(200);
    expect(json.keys.length).toBeGreaterThan(0);
    for (const one of json.keys) expect(Object.keys(one)).not.toEqual(expect.arrayContaining(['d']));
    const { payload } = await jwtVerify(guest.token!, createLocalJWKSet(json), { currentDate: product.clock.now() });
    expect(payload).toMatchObject({ ptype: 'guest', tenant: 'alpha' });
  });

  it('end after an hour; the session goes on by its refresh token [AU-1, AU-2]', async () => {
    expect((await guest.send(CARTS)).errors).toBeUndefined();
    product.clock.advance(3_610_000);
    const expired = await refusal(guest.token!);
    expect(expired).toMatchObject({ code: 'TOKEN_EXPIRED', retryable: false, requestId: expect.any(String) });
    expect(await refusal(guest.token!, '{ tenants { nodes { id } } }')).toMatchObject({ code: 'TOKEN_EXPIRED' });
  });

  it('are needed for everything but looking at what is sold [AU-3, AU-6]', async () => {
    const { errors } = await product.client.send(CARTS);
    expect(errors).toMatchObject([{ path: ['createCart'], extensions: { code: 'UNAUTHENTICATED', retryable: false } }]);
    expect((await product.client.send('{ catalogSearch(tenantId: "alpha") { hasNextPage } }')).errors).toBeUndefined();
    expect(await product.client.ask('{ me { type scopes } }')).toMatchObject({ type: 'anonymous' });
  });

  it('allow what their scopes say and nothing else [AU-3]', async () => {
    const reader = await tokenWith(product, { ptype: 'guest', tenant: 'alpha', scope: 'catalog:read order:read' });
    const documents = {
      'cart:write': CARTS,
      'checkout:write': '{ checkouts(tenantId: "alpha") { nodes { id } } }',
    };
    for (const [scope, document] of Object.entries(documents)) {
      const refused = await refusal(reader, document);
      expect(refused).toMatchObject({ code: 'SCOPE_INSUFFICIENT', retryable: false });
      const granted = await tokenWith(product, { ptype: 'guest', tenant: 'alpha', scope });
      expect((await new Client(product.url, granted).send(document)).errors).toBeUndefined();
    }
    expect(
      (await new Client(product.url, reader).send('{ myOrders(tenantId: "alpha") { nodes { id } } }')).errors,
    ).toBeUndefined();
  });

  it('of one tenant are refused at another, with one answer for tenants that exist and that do not [AU-2, GW-2]', async () => {
    const [other, unknown] = await Promise.all([
      refusal(guest.token!, CARTS.replace('alpha', 'beta')),
      refusal(guest.token!, CARTS.replace('alpha', 'no-such-tenant')),
    ]);
    expect(other).toMatchObject({ code: 'TENANT_MISMATCH' });
    expect({ ...unknown, requestId: '' }).toEqual({ ...other, requestId: '' });
  });

  it('cannot be made up, changed or borrowed from a weaker algorithm [AU-1]', async () => {
    const [header, payload, signature] = guest.token!.split('.') as [string, string, string];
    const coded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
    const forged = [
      'x',
      'a.b.c',
      `${header}.${payload}.`,
      `${coded({ alg: 'none', typ: 'at+jwt' })}.${payload}.`,
      `${coded({ alg: 'HS256', typ: 'at+jwt' })}.${payload}.${signature}`,
      `${header}.${coded({ ...claims, tenant: 'beta' })}.${signature}`,
      `${header}.${coded({ ...claims, ptype: 'operator', tenant: null })}.${signature}`,
      `${header}.${payload}.${signature.slice(0, -2)}AA`,
      `${guest.token}${'A'.repeat(5000)}`,
      await tokenWith(product, { ptype: 'guest', tenant: null, scope: 'cart:write' }),
      await tokenWith(product, { ptype: 'operator', tenant: 'alpha', scope: 'cart:write' }),
      await tokenWith(product, { ptype: 'guest', tenant: 'alpha', scope: 'cart:write everything' }),
      await tokenWith(product, { ptype: 'root', tenant: 'alpha', scope: 'cart:write' }),
    ];
    for (const token of forged) expect(await refusal(token)).toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('agree with the tenant that the request’s header names, or the request is refused [GW-2]', async () => {
    const named = (tenant: string) => guest.send(CARTS, {}, { 'x-tenant-id': tenant });
    expect((await named('alpha')).errors).toBeUndefined();
    expect((await named('beta')).errors).toMatchObject([{ extensions: { code: 'TENANT_MISMATCH' } }]);
  });

  it('carry a guest’s own cart and nothing of another guest’s [AU-2]', async () => {
    const [first, second] = [
      await guest.ask('{ me { id type tenantId } }'),
      await (await product.client.guest('alpha')).ask('{ me { id } }'),
    ];
    expect(first).toMatchObject({ type: 'guest', tenantId: 'alpha' });
    expect(first.id).not.toBe(second.id);
  });
});
