import { applicationKey } from '../../setup/application-key.js';
import { Client, key, type Answer } from '../../setup/client.js';
import { startProduct, type Product } from '../../setup/product.js';
import { PARIS, submitPage, until, type Shopping } from '../../setup/shopping.js';
import { operator } from '../../setup/tokens.js';
import { ENTITIES, ROWS, type Foreign } from './root-fields.js';

const ROOT_FIELDS = '{ __schema { queryType { fields { name } } mutationType { fields { name } } } }';
const NOBODY: Foreign = {
  tenantId: '',
  cartId: 'cart_000000000000000000000000',
  lineId: 'line_000000000000000000000000',
  checkoutId: 'chk_000000000000000000000000',
  orderId: 'chk_000000000000000000000000',
  refreshToken: 'tok_x',
  keyId: 'key_000000000000000000000000',
  sessionId: 'ps_000000000000000000000000',
};
const names = (about: string[]): string[] => Object.keys(ROWS).filter((name) => about.includes(ROWS[name]!.about));

describe('what belongs to one tenant or one buyer', () => {
  let product: Product;
  let owner: Shopping;
  let own: Foreign;
  let atBeta: Client;
  let atAlpha: Client;
  let sellerOfAlpha: Client;
  let applicationOfAlpha: Client;
  let keyOfAlpha: string;

  beforeAll(async () => {
    product = await startProduct();
    owner = await product.guest('beta');
    atAlpha = (await product.guest('alpha')).client;
    atBeta = (await product.guest('beta')).client;
    sellerOfAlpha = await product.seller('alpha');
    const made = await applicationKey(sellerOfAlpha, 'alpha');
    keyOfAlpha = made.keyId;
    applicationOfAlpha = new Client(product.url, made.secret);
    const cartId = await owner.cart({ MUG: 1 });
    const [{ id: lineId }] = (await owner.show(cartId)).lines;
    const { checkout } = await owner.start(await owner.cart({ MUG: 1 }), { shippingAddress: PARIS });
    const bought = await owner.toPayment({ PATTERN: 1 });
    await submitPage(bought.url, 'pay');
    await until(
      () => owner.status(bought.id),
      ({ status }) => status === 'completed',
      'completion',
    );
    const sessionId = (await owner.status(bought.id)).paymentSession.id;
    const { keyId } = await applicationKey(await product.seller('beta'), 'beta');
    own = {
      tenantId: 'beta',
      cartId,
      lineId,
      checkoutId: checkout.id,
      orderId: bought.id,
      refreshToken: 'tok_x',
      keyId,
      sessionId,
    };
  });
  afterAll(() => product.stop());

  const call = (client: Client, name: string, foreign: Foreign): Promise<Answer> => {
    const { document, variables } = ROWS[name]!;
    return client.send(document, variables(foreign));
  };
  /** What a caller sees of a refusal, without the id of the request. */
  const refusal = ({ data, errors }: Answer): { code: string } => {
    const [root] = Object.values(data ?? {}) as any[];
    const { requestId: _requestId, ...shown } = errors?.[0].extensions ?? root ?? {};
    return shown;
  };

  it('has a row in this walk for every root field of the schema [GW-2]', async () => {
    const { queryType, mutationType } = await product.client.ask(ROOT_FIELDS);
    const fields = [...queryType.fields, ...mutationType.fields].map(({ name }: any): string => name);
    expect(Object.keys(ROWS).toSorted()).toEqual(fields.toSorted());
  });

  it('is really there: its owner reaches it with the same calls [GW-2]', async () => {
    for (const name of ['checkout', 'shippingOptions', 'order', 'cart']) {
      expect([name, (await call(owner.client, name, own)).errors]).toEqual([name, undefined]);
    }
  });

  it.each(names(['object', 'tenant']))(
    'is refused to a token of another tenant that names its tenant: %s [GW-2, GW-10]',
    async (name) => {
      const named = await call(atAlpha, name, own);
      expect(refusal(named)).toMatchObject({ code: 'TENANT_MISMATCH' });
      const unknown = await call(atAlpha, name, { ...NOBODY, tenantId: 'no-such-tenant' });
      expect(refusal(unknown)).toEqual(refusal(named));
    },
  );

  it.each(names(['object']))('is not found at another tenant under its id: %s [GW-2, CT-6]', async (name) => {
    const found = await call(atAlpha, name, { ...own, tenantId: 'alpha' });
    expect(refusal(found).code).toMatch(/NOT_FOUND$/);
    expect(refusal(found)).toEqual(refusal(await call(atAlpha, name, { ...NOBODY, tenantId: 'alpha' })));
  });

  it.each(names(['object']))('is not found by another guest of the same tenant: %s [GW-2, AU-2]', async (name) => {
    const found = await call(atBeta, name, own);
    expect(refusal(found).code).toMatch(/NOT_FOUND$/);
    expect(refusal(found)).toEqual(refusal(await call(atBeta, name, { ...NOBODY, tenantId: 'beta' })));
  });

  it.each(names(['object', 'tenant', 'seller', 'maker', 'application']))(
    'is refused to a caller without a token: %s [AU-3]',
    async (name) => {
      expect(refusal(await call(product.client, name, own))).toMatchObject({ code: 'UNAUTHENTICATED' });
    },
  );

  it.each(names(['seller', 'maker', 'application']))('is refused to buyers, the owner too: %s [AU-3]', async (name) => {
    expect(refusal(await call(owner.client, name, own))).toMatchObject({ code: 'SCOPE_INSUFFICIENT' });
  });

  it.each(names(['seller']))('is not found by the seller of another tenant: %s [GW-2]', async (name) => {
    expect(refusal(await call(sellerOfAlpha, name, own))).toMatchObject({ code: 'TENANT_MISMATCH' });
    const answer = await call(sellerOfAlpha, name, { ...own, tenantId: 'alpha' });
    if (ROWS[name]!.document.startsWith('query')) {
      const [{ nodes, ...rest }] = Object.values(answer.data) as any[];
      const shown = nodes ? { ...rest, nodes: nodes.filter(({ id }: any) => id !== keyOfAlpha) } : rest;
      expect(shown).toEqual(ROWS[name]!.own ?? { nodes: [] });
    } else expect(refusal(answer).code).toMatch(/NOT_FOUND$/);
  });

  it.each(names(['application']))('is not found by the application of another tenant: %s [GW-2]', async (name) => {
    expect(refusal(await call(applicationOfAlpha, name, own))).toMatchObject({ code: 'TENANT_MISMATCH' });
    const answer = await call(applicationOfAlpha, name, { ...own, tenantId: 'alpha' });
    const nothing = await call(applicationOfAlpha, name, { ...NOBODY, tenantId: 'alpha' });
    expect({ ...answer, refusal: refusal(answer) }).toMatchObject({ data: nothing.data, refusal: refusal(nothing) });
    if (name !== 'paymentSessions') expect(refusal(answer).code).toMatch(/NOT_FOUND$/);
  });

  it.each(names(['maker']))('is refused to the seller of another tenant: %s [GW-2]', async (name) => {
    expect(refusal(await call(sellerOfAlpha, name, own))).toMatchObject({ code: 'TENANT_MISMATCH' });
  });

  it.each(names(['open']))(
    'is open for everybody, but a token of another tenant stays at home: %s [AU-3, GW-2]',
    async (name) => {
      expect(refusal(await call(atAlpha, name, own))).toMatchObject({ code: 'TENANT_MISMATCH' });
      const { errors } = await call(product.client, name, own);
      expect(errors).toBeUndefined();
    },
  );

  it.each(names(['elsewhere']))(
    'is not offered by a tenant of another kind, nor to a stranger there: %s [GW-2]',
    async (name) => {
      expect(refusal(await call(atAlpha, name, own))).toMatchObject({ code: 'TENANT_MISMATCH' });
      expect(refusal(await call(atBeta, name, own))).toMatchObject({ code: 'NOT_OFFERED_BY_TENANT' });
    },
  );

  it.each(names(['platform']))(
    'is for operators alone, and nobody else learns what is there: %s [AU-3]',
    async (name) => {
      expect(refusal(await call(product.client, name, own))).toMatchObject({ code: 'UNAUTHENTICATED' });
      for (const client of [atAlpha, atBeta, sellerOfAlpha]) {
        expect(refusal(await call(client, name, own))).toMatchObject({ code: 'SCOPE_INSUFFICIENT' });
      }
      const reached = await call(await operator(product), name, own);
      expect(refusal(reached).code ?? 'NOT_FOUND').toBe('NOT_FOUND');
    },
  );

  it('is not touched by any of this: carts, checkouts, orders and stock are as they were [GW-2]', async () => {
    expect(await owner.show(own.cartId)).toMatchObject({
      lines: [{ id: own.lineId, quantity: 1 }],
      shippingAddress: null,
    });
    expect(await owner.status(own.checkoutId)).toMatchObject({
      status: 'pending',
      email: 'buyer@example.com',
      shippingOption: { serviceId: 'standard' },
      paymentSession: null,
    });
    expect(await owner.available('mug')).toBe(9);
  });

  it('is not reached through a second root field of one document [GW-2]', async () => {
    const both = await atAlpha.send(
      '{ a: catalogVersion(tenantId: "alpha") { version } b: checkouts(tenantId: "beta") { nodes { id } } }',
    );
    expect(both.errors).toMatchObject([{ path: ['b'], extensions: { code: 'TENANT_MISMATCH' } }]);
    const writes = await product.client.send(
      'mutation { a: createGuestSession(tenantId: "alpha") { __typename } b: createGuestSession(tenantId: "beta") { __typename } }',
    );
    expect(JSON.stringify(writes)).not.toContain('CreateGuestSessionSucceeded');
  });

  it('is not confused with the same ids of another tenant [GW-10]', async () => {
    const stock = (tenantId: string) =>
      product.client.ask('query ($t: ID!) { product(tenantId: $t, id: "mug") { tenantId variants { available } } }', {
        t: tenantId,
      });
    expect(await stock('alpha')).toEqual({ tenantId: 'alpha', variants: [{ available: 10 }] });
    expect(await stock('beta')).toEqual({ tenantId: 'beta', variants: [{ available: 9 }] });
  });

  it('keeps an idempotency key apart from the same key at another tenant [ID-4]', async () => {
    const one = key();
    const alpha = await product.guest('alpha');
    const [first, second] = [
      await owner.start(own.cartId, { key: one }),
      await alpha.start(await alpha.cart({ MUG: 1 }), { key: one }),
    ];
    expect([first.replayed, second.replayed]).toEqual([false, false]);
    expect([first.checkout.tenantId, second.checkout.tenantId]).toEqual(['beta', 'alpha']);
    await owner.cancel(first.checkout.id);
    await alpha.cancel(second.checkout.id);
  });
});

describe('entities that another subgraph refers to', () => {
  let product: Product;

  beforeAll(async () => {
    product = await startProduct();
  });
  afterAll(() => product.stop());

  const entities = (representations: unknown) =>
    product.client.send(
      'query ($r: [_Any!]!) { _entities(representations: $r) { __typename ... on Product { tenantId id title } ... on Tenant { id name } } }',
      { r: representations },
    );

  it('have a row in this walk for every type [GW-2]', async () => {
    const { possibleTypes } = await product.client.ask('{ __type(name: "_Entity") { possibleTypes { name } } }');
    expect(Object.keys(ENTITIES)).toEqual(possibleTypes.map(({ name }: any) => name).toSorted());
  });

  it.each(Object.keys(ENTITIES))(
    'are refused to a token of another tenant like one that does not exist: %s [GW-2]',
    async (type) => {
      const { client } = await product.guest('alpha');
      const ask = async (tenantId: string) => {
        const { data, errors } = await client.send(
          'query ($r: [_Any!]!) { _entities(representations: $r) { __typename } }',
          {
            r: [ENTITIES[type]!(tenantId)],
          },
        );
        const { requestId: _requestId, ...refusal } = errors?.[0].extensions ?? {};
        return { data: data?._entities?.[0] ?? null, refusal };
      };
      const foreign = await ask('beta');
      expect(foreign).toMatchObject({ data: null, refusal: { code: 'TENANT_MISMATCH' } });
      expect(await ask('no-such-tenant')).toEqual(foreign);
    },
  );

  it('are the tenant’s own, and null where there is nothing [GW-2]', async () => {
    const { data, errors } = await entities([
      { __typename: 'Product', tenantId: 'alpha', id: 'mug' },
      { __typename: 'Product', tenantId: 'beta', id: 'mug' },
      { __typename: 'Product', tenantId: 'alpha', id: 'nothing' },
    ]);
    expect(errors).toBeUndefined();
    expect(data._entities).toMatchObject([{ tenantId: 'alpha' }, { tenantId: 'beta' }, null]);
  });

  it('that are tenants are the open ones alone, never what the caller wrote [GW-1]', async () => {
    const { data } = await entities([{ __typename: 'Tenant', id: 'alpha' }]);
    expect(data._entities).toEqual([{ __typename: 'Tenant', id: 'alpha', name: 'alpha' }]);
    const invented = await product.client.send(
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Tenant { id } } }',
      { r: [{ __typename: 'Tenant', id: 'no-such-tenant', name: 'Invented' }] },
    );
    expect(JSON.stringify(invented.data ?? null)).not.toContain('no-such-tenant');
  });

  it.each([
    [{}],
    [{ __typename: 'Nothing' }],
    [{ __typename: 'Cart', id: 'x' }],
    [{ __typename: '__proto__' }],
    [null],
    ['x'],
    [7],
    [[]],
    [{ __typename: 'Product', tenantId: { $ne: 1 }, id: 'mug' }],
  ])('that are none are refused without showing the inside: %j', async (representation) => {
    const { status, errors, data } = await entities([representation]);
    expect(status).toBeLessThan(500);
    expect(data?._entities?.[0] ?? null).toBeNull();
    for (const { extensions } of errors ?? []) expect(extensions.code).not.toBe('INTERNAL');
  });
});
