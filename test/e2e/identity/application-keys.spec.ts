import { applicationKey } from '../../setup/application-key.js';
import { Client } from '../../setup/client.js';
import { http } from '../../setup/http.js';
import { startProduct, type Product } from '../../setup/product.js';

const ME = '{ me { id type tenantId scopes } }';
const LIST =
  'query ($t: ID!) { applicationKeys(tenantId: $t) { nodes { id name scopes createdAt revokedAt } endCursor } }';
const REVOKE = `mutation ($t: ID!, $k: ID!) { revokeApplicationKey(tenantId: $t, keyId: $k) {
  ... on RevokeApplicationKeySucceeded { key { id revokedAt } } ... on Problem { code } } }`;

describe('application keys', () => {
  let product: Product;
  let seller: Client;

  beforeAll(async () => {
    product = await startProduct();
    seller = await product.seller('alpha');
  });
  afterAll(() => product.stop());

  const as = async (authorization: string, document = ME) => {
    const { data, errors } = await product.client.send(document, {}, { authorization });
    return errors ? { code: errors[0].extensions.code } : Object.values(data)[0];
  };
  const basic = (user: string, password = '') => `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

  it('speak for an application of one tenant, with the scopes they were given and no other', async () => {
    const { keyId, secret } = await applicationKey(seller, 'alpha', ['payment:read']);
    expect(secret).toMatch(/^ck_[0-9a-f]{88}$/);
    expect(await as(`Bearer ${secret}`)).toEqual({
      id: keyId,
      type: 'application',
      tenantId: 'alpha',
      scopes: ['payment:read'],
    });
    const cart = (tenant: string) => `mutation { createCart(tenantId: "${tenant}") { __typename } }`;
    expect(await as(`Bearer ${secret}`, cart('alpha'))).toEqual({ code: 'SCOPE_INSUFFICIENT' });
    const { secret: wide } = await applicationKey(seller, 'alpha', ['cart:write']);
    expect(await as(`Bearer ${wide}`, cart('alpha'))).toEqual({ __typename: 'CartSucceeded' });
    expect(await as(`Bearer ${wide}`, cart('beta'))).toEqual({ code: 'TENANT_MISMATCH' });
  });

  it('are taken as the clients of Stripe send them: in its spelling, and as Basic user name', async () => {
    const { keyId, secret } = await applicationKey(seller, 'alpha');
    const body = secret.slice('ck_'.length);
    for (const spelled of [secret, `rk_test_${body}`, `rk_live_${body}`]) {
      expect(await as(`Bearer ${spelled}`)).toMatchObject({ id: keyId });
      expect(await as(basic(spelled))).toMatchObject({ id: keyId });
    }
  });

  it('are refused when anything about them is wrong, without a hint at what', async () => {
    const { secret } = await applicationKey(seller, 'alpha');
    const { secret: other } = await applicationKey(seller, 'alpha');
    const body = secret.slice('ck_'.length);
    const wrong = [
      `Bearer sk_test_${body}`,
      `Bearer ck_${body.slice(0, -1)}`,
      `Bearer ck_${body}0`,
      `Bearer ck_${body.slice(0, 24)}${other.slice(-64)}`,
      `Bearer ck_${'0'.repeat(24)}${body.slice(24)}`,
      `Bearer ck_${body.toUpperCase()}`,
      basic(secret, 'password'),
      basic('ck_'),
      `Basic ${secret}`,
      'Basic ===',
    ];
    for (const authorization of wrong) {
      expect([authorization, await as(authorization)]).toEqual([authorization, { code: 'UNAUTHENTICATED' }]);
    }
    // A token of ours is a Bearer token and nothing else.
    expect(await as(basic(seller.token!))).toEqual({ code: 'UNAUTHENTICATED' });
  });

  it('open nothing from the moment they are revoked, and are revoked by their own tenant alone', async () => {
    const { keyId, secret } = await applicationKey(seller, 'alpha');
    const elsewhere = await product.seller('beta');
    expect(await elsewhere.ask(REVOKE, { t: 'beta', k: keyId })).toEqual({ code: 'NOT_FOUND' });
    expect(await as(`Bearer ${secret}`)).toMatchObject({ id: keyId });
    const revoked = await seller.ask(REVOKE, { t: 'alpha', k: keyId });
    expect(revoked.key).toMatchObject({ id: keyId, revokedAt: expect.any(String) });
    expect(await as(`Bearer ${secret}`)).toEqual({ code: 'UNAUTHENTICATED' });
    product.clock.advance(60_000);
    expect(await seller.ask(REVOKE, { t: 'alpha', k: keyId })).toEqual(revoked);
  });

  it('are made and listed over REST too, and shown in full once', async () => {
    const headers = { authorization: `Bearer ${seller.token}` };
    const url = `${product.url}/v1/tenants/alpha/application-keys`;
    const made = await http(url, { headers, body: { name: 'back office' } });
    expect(made).toMatchObject({ status: 201, json: { key: { scopes: ['checkout:write', 'payment:read'] } } });
    const listed = await http(url, { headers });
    expect(listed.json.nodes).toContainEqual(made.json.key);
    expect(listed.text).not.toContain(made.json.secret.slice(-64));
    expect((await seller.ask(LIST, { t: 'alpha' })).nodes.length).toBe(listed.json.nodes.length);
    const odd = await http(url, { headers, body: { name: 'x', scopes: ['tenant:admin'] } });
    expect(odd).toMatchObject({ status: 400, json: { code: 'INVALID_INPUT' } });
  });
});
