import { readFileSync } from 'node:fs';
import { expectEnvelope, http, type HttpAnswer } from '../../setup/http.js';
import { startProduct, type Product } from '../../setup/product.js';
import { PARIS, type Shopping } from '../../setup/shopping.js';
import { key } from '../../setup/client.js';

let product: Product;
let shopping: Shopping;

beforeAll(async () => {
  product = await startProduct();
  shopping = await product.guest();
});
afterAll(() => product.stop());

/** A request of the shopper at alpha; `key: null` sends none. */
function send(method: string, path: string, body?: unknown, idempotencyKey?: string): Promise<HttpAnswer> {
  return http(`${product.url}/v1/tenants/alpha${path}`, {
    method,
    body,
    headers: {
      authorization: `Bearer ${shopping.client.token}`,
      ...(idempotencyKey ? { 'idempotency-key': idempotencyKey } : {}),
    },
  });
}

const get = (path: string) => send('GET', path);

describe('REST under /v1', () => {
  it('takes a shopper from an empty cart to the payment page', async () => {
    const created = await send('POST', '/carts', {});
    expect(created.status).toBe(201);
    const { id } = created.json.cart;
    const added = await send('POST', `/carts/${id}/items`, { sku: 'MUG', quantity: 2 });
    expect(added).toMatchObject({ status: 201, json: { cart: { subtotal: 2500 } } });
    const line = added.json.cart.lines[0].id;
    expect(await send('PATCH', `/carts/${id}/items/${line}`, { quantity: 1 })).toMatchObject({ status: 200 });
    const { postalCode: postal_code, ...address } = PARIS;
    expect(await send('PUT', `/carts/${id}/address`, { ...address, postal_code })).toMatchObject({ status: 200 });

    const started = await send('POST', '/checkouts', { cart_id: id, email: 'a@example.com' }, key());
    expect(started).toMatchObject({ status: 201, json: { replayed: false, checkout: { status: 'pending' } } });
    const at = `/checkouts/${started.json.checkout.id}`;
    expect((await get(`${at}/shipping-options`)).json.options).toHaveLength(2);
    const chosen = await send('PUT', `${at}/shipping`, { carrier_id: 'poste', service_id: 'express' });
    expect(chosen.json.checkout.totals).toMatchObject({ total: 2450 });
    const opened = await send('POST', `${at}/payment-sessions`, {}, key());
    expect(opened).toMatchObject({ status: 201, json: { checkout: { nextAction: { __typename: 'PayAtUrl' } } } });
    expect(await send('POST', `${at}/cancel`, undefined, key())).toMatchObject({ status: 200 });
    expect((await get(at)).json).toMatchObject({ status: 'cancelled', terminal: true });
    expect((await get('/checkouts?status=cancelled&limit=1')).json.nodes).toMatchObject([{ status: 'cancelled' }]);
    expect((await get('/orders')).json.nodes).toEqual([]);
    expect(await send('DELETE', `/carts/${id}/items`)).toMatchObject({ status: 200, json: { cart: { lines: [] } } });
  });

  it('answers what GraphQL answers', async () => {
    const cart = await shopping.cart({ MUG: 1, PATTERN: 2 });
    const graphql = await shopping.show(cart);
    expect((await get(`/carts/${cart}`)).json).toMatchObject({
      id: cart,
      subtotal: graphql.subtotal,
      lines: graphql.lines.map(({ sku, total }: any) => ({ sku, total })),
    });
    const { checkout } = await shopping.start(cart);
    const shown = await shopping.status(checkout.id);
    expect((await get(`/checkouts/${checkout.id}`)).json).toMatchObject({
      status: shown.status,
      totals: { total: shown.totals.total },
      completedSteps: shown.completedSteps,
      nextAction: { __typename: shown.nextAction.__typename },
    });
  });

  it('does one thing per Idempotency-Key, and asks for one where GraphQL does', async () => {
    const cart_id = await shopping.cart({ PATTERN: 1 });
    expectEnvelope(await send('POST', '/checkouts', { cart_id }), 400, 'IDEMPOTENCY_KEY_REQUIRED');
    const mine = key();
    const first = await send('POST', '/checkouts', { cart_id }, mine);
    const again = await send('POST', '/checkouts', { cart_id }, mine);
    expect(again.json).toMatchObject({ replayed: true, checkout: { id: first.json.checkout.id } });
    const other = await send('POST', '/checkouts', { cart_id, email: 'b@example.com' }, mine);
    expectEnvelope(other, 422, 'IDEMPOTENCY_KEY_MISMATCH');
    const carts = await Promise.all([1, 2].map(() => send('POST', '/carts', {}, 'one-cart')));
    expect(carts[0]!.json.cart.id).toBe(carts[1]!.json.cart.id);
  });

  it.each<[string, () => Promise<HttpAnswer>, number, string, string]>([
    ['an unknown argument', () => get('/products?colour=red'), 400, 'INVALID_INPUT', 'colour'],
    ['a text for a number', () => get('/products?limit=many'), 400, 'INVALID_INPUT', 'limit'],
    ['a number out of bounds', () => get('/products?limit=251'), 400, 'INVALID_INPUT', 'limit'],
    ['an argument given twice', () => get('/products?limit=1&limit=2'), 400, 'INVALID_INPUT', 'limit'],
    ['a body against its path', () => send('POST', '/carts', { tenantId: 'beta' }), 400, 'INVALID_INPUT', 'tenant_id'],
    ['a body that is a list', () => send('POST', '/carts', []), 400, 'INVALID_INPUT', 'body'],
    [
      'an empty cart',
      async () => send('POST', '/checkouts', { cart_id: await shopping.cart({}) }, key()),
      400,
      'CART_EMPTY',
      '',
    ],
    ['a checkout of nobody', () => get('/checkouts/chk_none'), 404, 'NOT_FOUND', ''],
    ['a product of nobody', () => get('/products/none'), 404, 'NOT_FOUND', ''],
    ['another tenant', () => send('GET', '/../beta/orders'), 403, 'TENANT_MISMATCH', ''],
    ['no such route', () => get('/nothing'), 404, 'NOT_FOUND', ''],
    ['a wrong method', () => send('PATCH', '/orders', {}), 404, 'NOT_FOUND', ''],
  ])('answers %s in the one envelope', async (_, ask, status, code, path) => {
    const answer = await ask();
    expectEnvelope(answer, status, code);
    if (path) expect(answer.json.details.map((detail: any) => detail.path)).toContain(path);
  });

  it('names a wrong place as the caller does, when only the operation itself could find it', async () => {
    const { checkout } = await shopping.start(await shopping.cart({ MUG: 1 }));
    const shipping_address = { ...PARIS, country: 'France' };
    const wrong = await send('PATCH', `/checkouts/${checkout.id}`, { shipping_address });
    expect(wrong.json.details).toMatchObject([{ path: 'shipping_address.country' }]);
    const url = await send('POST', `/checkouts/${checkout.id}/payment-sessions`, { success_url: 'nonsense' }, key());
    expect(url.json.details).toMatchObject([{ path: 'success_url' }]);
  });

  it('speaks of routes where GraphQL speaks of fields', async () => {
    const empty = await send('POST', '/checkouts', { cart_id: await shopping.cart({}) }, key());
    expect(empty.json.advice).toContain('POST /v1/tenants/{tenant_id}/carts/{cart_id}/items');
  });
});

describe('/openapi.json', () => {
  it('describes every route as it is: names, places, statuses, and no dangling reference', async () => {
    const { json } = await http(`${product.url}/openapi.json`);
    expect(json).toMatchObject({ openapi: '3.1.0', info: { title: 'Comptoir', version: expect.any(String) } });
    const ids = new Set<string>();
    for (const [path, item] of Object.entries<any>(json.paths)) {
      expect(path).toMatch(/^\/v1\//);
      for (const [method, operation] of Object.entries<any>(item)) {
        expect(ids.has(operation.operationId)).toBe(false);
        ids.add(operation.operationId);
        const inPath = operation.parameters.filter((parameter: any) => parameter.in === 'path');
        expect(inPath.map(({ name }: any) => `{${name}}`)).toEqual(path.match(/\{\w+\}/g) ?? []);
        expect(inPath.every(({ required }: any) => required)).toBe(true);
        const statuses = Object.keys(operation.responses);
        expect(statuses).toEqual([expect.stringMatching(/^20[01]$/), 'default']);
        expect(operation.requestBody === undefined || !['get', 'delete'].includes(method)).toBe(true);
      }
    }
    expect(ids.size).toBeGreaterThan(20);
    for (const [, name] of JSON.stringify(json).matchAll(/"#\/components\/(\w+\/\w+)"/g)) {
      const [group, member] = name!.split('/');
      expect(json.components[group!][member!]).toBeDefined();
    }
  });

  it('speaks of operations by their operationId, and names no tool', async () => {
    const { text } = await http(`${product.url}/openapi.json`);
    const tools: { name: string }[] = JSON.parse(readFileSync('contracts/tools.json', 'utf8'));
    const named = tools.map(({ name }) => name).filter((name) => name.includes('_') && text.includes(name));
    expect(named).toEqual([]);
    expect(text).toContain('Cart id, from CartCreate');
  });

  it('asks for the key and the token where the operation does', async () => {
    const { json } = await http(`${product.url}/openapi.json`);
    const { post } = json.paths['/v1/tenants/{tenant_id}/checkouts'];
    expect(post.parameters).toContainEqual(expect.objectContaining({ name: 'Idempotency-Key', required: true }));
    expect(post.security).toEqual([{ bearer: [] }]);
    expect(json.paths['/v1/tenants/{tenant_id}/products'].get.security).toBeUndefined();
  });
});
