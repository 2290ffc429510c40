import { OfflineLedger } from '#payments';
import { TenantsService } from '#tenants';
import { startProduct, type Product } from '../../setup/product.js';
import { until } from '../../setup/shopping.js';
import { family, openTenant } from '../../setup/tenants.js';
import { Bookkeeper, OFFLINE_ONLY } from './transfers.js';

const EVERY = 30_000;
const GOODS = [family('mug', 'Mug', 'Tableware', { sku: 'MUG', price: 1250, stock: 10, weightGrams: 400 })];

describe('the word of a seller whose gateway died before the checkout heard of it', () => {
  let product: Product;

  beforeAll(async () => {
    product = await startProduct({ pollEveryMs: EVERY });
    await openTenant(product, 'transfers', { payment: OFFLINE_ONLY }, GOODS);
  });
  afterAll(() => product.stop());

  it.each([
    ['paid', 'completed'],
    ['refused', 'cancelled'],
  ] as const)('is heard all the same: %s, nobody asks, and the checkout is %s [PR-7, WH-4]', async (word, status) => {
    const buyer = await product.guest('transfers');
    const books = new Bookkeeper(await product.seller('transfers'), 'transfers');
    const { id } = await buyer.toPayment({ MUG: 1 });
    const { id: paymentId } = await books.of(id);
    const { app } = product.gateway;
    const tenant = await app.get(TenantsService).resolve('transfers');
    // The first of the two writes of decideOfflinePayment, and then nothing more.
    expect(await app.get(OfflineLedger).end(tenant, paymentId, word, 'the seller')).toMatchObject({ state: word });
    product.clock.advance(EVERY + 1000);
    // The list of checkouts asks nobody, so only the list of events can have told.
    await until(
      () => buyer.client.ask('{ checkouts(tenantId: "transfers", first: 100) { nodes { id status } } }'),
      ({ nodes }) => nodes.some((one: any) => one.id === id && one.status === status),
      `the checkout to be ${status}`,
    );
  });
});
