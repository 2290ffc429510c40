import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Config } from '#platform';
import { key, type Client } from '../../setup/client.js';
import { startProduct, type Product } from '../../setup/product.js';
import { submitPage, until, type Shopping } from '../../setup/shopping.js';

const CHECKOUT = `query ($tenantId: ID!, $id: ID!) { checkout(tenantId: $tenantId, checkoutId: $id) { orderSecret } }`;
const ORDER = `query ($tenantId: ID!, $id: ID!, $secret: String) {
  order(tenantId: $tenantId, orderId: $id, secret: $secret) {
    id status email shippingAddress { city } totals { total } lines { sku } } }`;

/** Orders that are read by whoever has their secret, such as a guest whose session is gone. */
describe('the secret of an order', () => {
  let product: Product;
  let buyer: Shopping;
  let stranger: Client;
  let id: string;
  let secret: string;

  beforeAll(async () => {
    product = await startProduct();
    buyer = await product.guest();
    stranger = (await product.guest()).client;
    id = await bought(buyer);
    secret = await secretOf(buyer, id);
  });
  afterAll(() => product.stop());

  async function bought(shopping: Shopping): Promise<string> {
    const paid = await shopping.toPayment({ PATTERN: 1 });
    await submitPage(paid.url, 'pay');
    await until(
      () => shopping.status(paid.id),
      ({ status, terminal }) => status === 'completed' && terminal,
      'completion',
    );
    return paid.id;
  }
  const secretOf = async ({ client, tenantId }: Shopping, checkoutId: string): Promise<string> =>
    (await client.ask(CHECKOUT, { tenantId, id: checkoutId })).orderSecret;

  /** What a caller is told, without the id of the request. */
  async function read(client: Client, orderId: string, given: string | null, tenantId = 'alpha'): Promise<any> {
    const { data, errors } = await client.send(ORDER, { tenantId, id: orderId, secret: given });
    const { requestId: _requestId, ...refusal } = errors?.[0].extensions ?? {};
    return data?.order ?? refusal;
  }

  it('shows that order to anybody of the tenant, without who bought it [AU-7]', async () => {
    expect(await read(buyer.client, id, null)).toMatchObject({ id, email: 'buyer@example.com', shippingAddress: {} });
    expect(await read(stranger, id, secret)).toEqual({
      ...{ id, status: 'paid', totals: { total: 400 }, lines: [{ sku: 'PATTERN' }] },
      ...{ email: null, shippingAddress: null },
    });
  });

  it('is as good as none when it is wrong, of another order, or of none: one answer to all [AU-7, GW-2]', async () => {
    const other = await bought(buyer);
    const missing = await read(stranger, 'chk_000000000000000000000000', null);
    expect(missing).toMatchObject({ code: 'NOT_FOUND' });
    const changed = (secret.startsWith('A') ? 'B' : 'A') + secret.slice(1);
    const wrong = [null, '', 'x', changed, `${secret}A`, secret.slice(1), await secretOf(buyer, other), 'ü'.repeat(43)];
    for (const given of wrong) expect([given, await read(stranger, id, given)]).toEqual([given, missing]);
    expect(await read(stranger, 'chk_000000000000000000000000', secret)).toEqual(missing);
  });

  it('opens nothing at another tenant, nor to callers of one, nor without a token [AU-7, GW-2, GW-10]', async () => {
    const atBeta = await product.guest('beta');
    expect(await read(atBeta.client, id, secret)).toMatchObject({ code: 'TENANT_MISMATCH' });
    expect(await read(atBeta.client, id, secret, 'beta')).toMatchObject({ code: 'NOT_FOUND' });
    expect(await read(product.client, id, secret)).toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('takes nothing from its owner: with a wrong one the order is still theirs', async () => {
    expect(await read(buyer.client, id, 'wrong')).toMatchObject({ id, email: 'buyer@example.com' });
  });

  it('shows no order before it is paid, and opens nothing but the order [AU-7]', async () => {
    const { checkout } = await buyer.start(await buyer.cart({ PATTERN: 1 }));
    const early = await secretOf(buyer, checkout.id);
    expect(await read(stranger, checkout.id, early)).toMatchObject({ code: 'NOT_FOUND' });
    await expect(stranger.ask(CHECKOUT, { tenantId: 'alpha', id: checkout.id })).rejects.toThrow('NOT_FOUND');
    await buyer.cancel(checkout.id);
  });

  it('is the same on every replay, and on the receipt [AU-7, ID-2, SG-10]', async () => {
    const start = `mutation ($input: StartCheckoutInput!, $key: IdempotencyKey) {
      startCheckout(tenantId: "alpha", input: $input, idempotencyKey: $key) {
        ... on CheckoutSucceeded { replayed checkout { id orderSecret } } } }`;
    const call = { input: { subject: { cart: await buyer.cart({ PATTERN: 1 }) } }, key: key() };
    const [first, again] = [await buyer.client.ask(start, call), await buyer.client.ask(start, call)];
    expect(again).toEqual({ ...first, replayed: true });
    const [receipt] = await product.receipts(id);
    const folder = product.gateway.app.get(Config).MAIL_DIR!;
    // Long lines of a mail are folded.
    const mail = (await readFile(join(folder, receipt!), 'utf8')).replace(/=\r?\n/g, '');
    expect(mail).toContain(`Secret ${secret}`);
  });

  it('is shown to no seller, and neither is what a buyer pays with [AU-7, PS-6]', async () => {
    const { checkout } = await buyer.start(await buyer.cart({ PATTERN: 1 }));
    await buyer.pay(checkout.id, { rail: 'STRIPE_INTENT' });
    const repaired = await (
      await product.seller()
    ).send(
      `mutation ($id: ID!) { repairCheckout(tenantId: "alpha", checkoutId: $id) { __typename ... on CheckoutSucceeded {
        checkout { id orderSecret nextAction { __typename ... on ConfirmPayment { clientSecret } } } } } }`,
      { id: checkout.id },
    );
    expect(repaired.data.repairCheckout.checkout).toEqual({
      id: checkout.id,
      orderSecret: null,
      nextAction: { __typename: 'Wait' },
    });
  });
});
