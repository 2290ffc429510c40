import { applicationKey } from '../../setup/application-key.js';
import { Client } from '../../setup/client.js';
import { startProduct, type Product } from '../../setup/product.js';
import { type Shopping } from '../../setup/shopping.js';

const PAGE = `query ($tenantId: ID!, $first: Int!, $after: String) {
  orders(tenantId: $tenantId, first: $first, after: $after) {
    nodes { id status email shippingAddress { city } lines { sku quantity } } endCursor } }`;
const ORDER = 'query ($tenantId: ID!, $id: ID!) { order(tenantId: $tenantId, orderId: $id) { id email } }';

/** What a seller has to deliver: orders of all its buyers, with where they go. */
describe('the orders of a seller', () => {
  let product: Product;
  let buyers: Shopping[];
  /** Ids of what was bought, the latest first. */
  const bought: string[] = [];

  beforeAll(async () => {
    product = await startProduct();
    buyers = [await product.guest(), await product.guest()];
    for (const buyer of [...buyers, buyers[0]!]) bought.unshift(await buyer.bought({ MUG: 1 }));
  });
  afterAll(() => product.stop());

  const page = async (client: Client, first = 20, after: string | null = null, tenantId = 'alpha'): Promise<any> =>
    client.send(PAGE, { tenantId, first, after });
  const ids = async (client: Client, tenantId = 'alpha'): Promise<string[]> =>
    (await page(client, 20, null, tenantId)).data.orders.nodes.map(({ id }: any) => id);
  const application = async (...scopes: string[]): Promise<Client> =>
    new Client(product.url, (await applicationKey(await product.seller(), 'alpha', scopes)).secret);

  it('are those of all its buyers, newest first, page by page, with who gets what and where', async () => {
    const seller = await product.seller();
    const { nodes, endCursor } = (await page(seller, 2)).data.orders;
    const rest = (await page(seller, 2, endCursor)).data.orders;
    expect([...nodes, ...rest.nodes].map(({ id }: any) => id)).toEqual(bought);
    expect(rest.endCursor).toBeNull();
    expect(nodes[0]).toMatchObject({
      ...{ status: 'paid', email: 'buyer@example.com', shippingAddress: { city: 'Paris' } },
      lines: [{ sku: 'MUG', quantity: 1 }],
    });
    const asked = await seller.ask(ORDER, { tenantId: 'alpha', id: bought[0] });
    expect(asked).toEqual({ id: bought[0], email: 'buyer@example.com' });
  });

  it('are shown to its applications that may read orders, and to no other ones', async () => {
    expect(await ids(await application('order:read'))).toEqual(bought);
    const { errors } = await page(await application('checkout:write', 'payment:read'));
    expect(errors).toMatchObject([{ extensions: { code: 'SCOPE_INSUFFICIENT' } }]);
  });

  it('are not shown to its buyers: each sees what is theirs', async () => {
    expect(await ids(buyers[0]!.client)).toEqual([bought[0], bought[2]]);
    expect(await ids(buyers[1]!.client)).toEqual([bought[1]]);
    const { errors } = await buyers[1]!.client.send(ORDER, { tenantId: 'alpha', id: bought[0] });
    expect(errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
  });

  it('are not shown to the seller of another tenant [GW-2]', async () => {
    const other = await product.seller('beta');
    expect(await ids(other, 'beta')).toEqual([]);
    const at = async (tenantId: string): Promise<string> =>
      (await other.send(ORDER, { tenantId, id: bought[0] })).errors![0].extensions.code;
    expect([await at('alpha'), await at('beta')]).toEqual(['TENANT_MISMATCH', 'NOT_FOUND']);
  });

  it('leave out what is not paid yet', async () => {
    await buyers[1]!.toPayment({ MUG: 1 });
    expect(await ids(await product.seller())).toEqual(bought);
  });
});
