import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startProduct, type Product } from '../../setup/product.js';
import { ProviderView } from '../../setup/provider-view.js';
import type { Shopping } from '../../setup/shopping.js';
import { reportSkipped } from '../size.js';

const FOLDER = join(__dirname, 'mppx');
const INSTALL = 'npm ci --prefix test/judges/stripe/mppx --legacy-peer-deps';

/** A paying program that is not ours, with an installation of its own. */
const installed = existsSync(join(FOLDER, 'node_modules', 'mppx'));
if (!installed) reportSkipped(`The judge mppx is skipped: it is not installed. Install it with: ${INSTALL}`);

(installed ? describe : describe.skip)('a client of mppx', () => {
  let product: Product;
  let provider: ProviderView;
  let buyer: Shopping;

  beforeAll(async () => {
    product = await startProduct();
    provider = new ProviderView(product);
    buyer = await product.guest();
  });
  afterAll(() => product.stop());

  const pays = async (lines: Record<string, number>, method: string) => {
    const { checkout } = await buyer.start(await buyer.cart(lines));
    const { challengeUrl } = (await buyer.pay(checkout.id, { rail: 'STRIPE_MPP' })).checkout.nextAction;
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [join(FOLDER, 'pay.mjs'), challengeUrl, product.stripe.url, method],
      { env: { ...process.env, STRIPE_SECRET_KEY: 'sk_test_comptoir' } },
    );
    return { id: checkout.id, ...JSON.parse(stdout) };
  };

  it.each([
    [{ PATTERN: 1 }, 400],
    [{ PATTERN: 3 }, 1200],
  ])('pays a checkout of %j, and reads our receipt', async (lines, paid) => {
    const { id, ...answer } = await pays(lines, 'pm_card_visa');
    const [intent] = await provider.intents(id);
    expect(answer).toMatchObject({
      status: 200,
      body: { checkoutId: id, status: 'completed' },
      receipt: { method: 'stripe', status: 'success', externalId: id, reference: intent.id },
    });
    expect(await provider.money(id)).toEqual({ paid, refunded: 0 });
  });

  it('hears that its card was declined, and has paid nothing', async () => {
    const { id, ...answer } = await pays({ PATTERN: 1 }, 'pm_card_visa_chargeDeclined');
    expect(answer).toMatchObject({ status: 402, body: { code: 'PAYMENT_DECLINED' }, receipt: null });
    expect(await provider.money(id)).toEqual({ paid: 0, refunded: 0 });
  });
});
