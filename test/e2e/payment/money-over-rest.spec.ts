import { http } from '../../setup/http.js';
import { startProduct, type Product } from '../../setup/product.js';
import { operator } from '../../setup/tokens.js';

/** What an operator and a seller say of the tenant's money, without GraphQL. */
describe('the money of a tenant over REST', () => {
  let product: Product;
  let money: string;
  let keys: string;

  beforeAll(async () => {
    product = await startProduct();
    money = `${product.url}/v1/tenants/alpha/money`;
    keys = `${product.url}/v1/tenants/alpha/stripe-keys`;
  });
  afterAll(() => product.stop());

  const as = (client: { token?: string | null }) => ({ authorization: `Bearer ${client.token}` });

  it('is set by an operator as a whole, and seen by the seller', async () => {
    const set = { mode: 'direct', account: 'acct_alpha1', fee: { basisPoints: 250 }, capture: 'manual' };
    const answer = await http(money, { method: 'PUT', headers: as(await operator(product)), body: set });
    expect(answer).toMatchObject({
      status: 200,
      json: { money: { mode: 'direct', ownKey: false, capture: 'manual' } },
    });
    const seller = await product.seller();
    const seen = await http(money, { headers: as(seller) });
    expect(seen.json).toMatchObject({ account: 'acct_alpha1', fee: { basisPoints: 250 }, capture: 'manual' });
    await http(money, { method: 'PUT', headers: as(await operator(product)), body: { mode: 'platform' } });
    expect((await http(money, { headers: as(seller) })).json).toMatchObject({ account: null, capture: 'automatic' });
  });

  it('is nothing a seller sets, and nothing that another seller sees', async () => {
    const own = as(await product.seller());
    expect((await http(money, { method: 'PUT', headers: own, body: { mode: 'platform' } })).status).toBe(403);
    const others = as(await product.seller('beta'));
    for (const url of [money, keys]) expect((await http(url, { headers: others })).status).toBeGreaterThanOrEqual(400);
  });

  it('is paid with keys that are taken and not shown again', async () => {
    const headers = as(await product.seller());
    const wrong = await http(keys, {
      method: 'PUT',
      headers,
      body: { account: 'acct_alpha1', secret_key: 'nonsense' },
    });
    expect([wrong.status, wrong.json.code]).toEqual([400, 'INVALID_INPUT']);
    expect(wrong.text).not.toContain('nonsense');
    const right = { account: 'acct_1AlphaOwnAccount', secret_key: 'sk_test_51AlphaOwnAccountFirst' };
    expect((await http(keys, { method: 'PUT', headers, body: right })).status).toBe(200);
    const seen = await http(keys, { headers });
    expect(seen.json.nodes).toMatchObject([{ account: right.account, secretKeyEnding: 'irst', publishableKey: null }]);
    expect(seen.text).not.toContain(right.secret_key);
  });
});
