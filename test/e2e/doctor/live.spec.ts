import { setTimeout as sleep } from 'node:timers/promises';
import { Config } from '#platform';
import { examine } from '../../../apps/cli/src/doctor/examination.js';
import { Look } from '../../../apps/cli/src/doctor/reading/look.js';
import { ProviderDesk } from '../../../apps/cli/src/doctor/reading/provider-desk.js';
import { Notes } from '../../../apps/cli/src/doctor/room.js';
import { allWards } from '../../../apps/cli/src/doctor/wards/all-wards.js';
import { startProduct, type Product } from '../../setup/product.js';
import { submitPage } from '../../setup/shopping.js';
import { family, openTenant } from '../../setup/tenants.js';

const BUYERS = 6;
const CHECKOUTS = 5;

describe('comptoir doctor in a shop full of buyers', () => {
  let product: Product;
  let look: Look;

  beforeAll(async () => {
    product = await startProduct();
    const mug = family('mug', 'Mug', 'Tableware', { sku: 'MUG', price: 1250, stock: 500, weightGrams: 400 });
    await openTenant(product, 'busy', {}, [mug]);
    const config = product.gateway.app.get(Config);
    look = await Look.at(config.MONGODB_URI, config.MONGODB_DATABASE);
  });
  afterAll(async () => {
    await look.close();
    await product.stop();
  });

  /** Buys, cancels and walks away, by turns. */
  async function shop(): Promise<void> {
    const buyer = await product.guest('busy');
    for (let turn = 0; turn < CHECKOUTS; turn += 1) {
      const { id, url } = await buyer.toPayment({ MUG: 1 });
      if (turn % 3 === 0) await submitPage(url, 'pay');
      if (turn % 3 === 1) await buyer.cancel(id);
    }
  }

  it('says nothing of work in progress', async () => {
    let busy = true;
    const shopping = Promise.all(Array.from({ length: BUYERS }, shop)).finally(() => (busy = false));
    const desk = new ProviderDesk(product.stripe.url, 'sk_test_comptoir');
    const findings: unknown[] = [];
    const listener = { begun() {}, entered() {}, looked() {}, found: (one: unknown) => void findings.push(one) };
    let most = 0;
    do {
      const room = { look, now: () => product.clock.now(), awake: true, desk, notes: new Notes() };
      const { checked } = await examine(await allWards(room), () => sleep(250), listener);
      most = Math.max(most, checked['checkouts'] ?? 0);
    } while (busy);
    await shopping;
    expect(findings).toEqual([]);
    expect(most).toBeGreaterThan(BUYERS);
  });
});
