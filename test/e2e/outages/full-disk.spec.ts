import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expectEnvelope, expectRefused, http } from '../../setup/http.js';
import { key } from '../../setup/client.js';
import { startProduct, type Product } from '../../setup/product.js';
import { PARIS, submitPage, until, type Shopping } from '../../setup/shopping.js';
import { ProviderView, sessionOf } from '../../setup/provider-view.js';
import { deliver, eventAbout } from '../../setup/webhooks.js';

const fs = jest.requireActual<typeof import('node:fs')>('node:fs');
const UNAVAILABLE = { code: 'SERVICE_UNAVAILABLE', retryable: true, retryAfterSeconds: expect.any(Number) };

/** The embedded database on a disk that is suddenly full. On MONGODB_URI there is no disk of ours to fill. */
(process.env['MONGODB_URI'] ? describe.skip : describe)('a full disk under the database', () => {
  let dataDir: string;
  let product: Product;
  let buyer: Shopping;

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'comptoir-full-'));
    product = await startProduct({ dataDir, webhooks: false });
    buyer = await product.guest();
  });
  afterAll(async () => {
    await product?.stop();
    await rm(dataDir, { recursive: true, force: true });
  });
  afterEach(() => jest.restoreAllMocks());

  function fillDisk(): void {
    jest.spyOn(fs, 'writeSync').mockImplementation((() => {
      throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
    }) as typeof fs.writeSync);
  }

  /** What a mutation is answered with, as it came. */
  const refusalOf = async (query: string, variables: object) => {
    const { status, errors } = await buyer.client.send(query, variables as Record<string, unknown>);
    expectRefused({ status, text: JSON.stringify(errors) });
    return errors?.[0]?.extensions;
  };

  it('refuses what must be written with a problem that says to come again, and shows what it knows', async () => {
    const cart = await buyer.cart({ MUG: 1 });
    const { id } = await buyer.toPayment({ MUG: 1 });
    fillDisk();
    const start = buyer.keyed('startCheckout', { subject: { cart }, email: 'a@example.com' }, key());
    expect(await refusalOf(start.query, start.variables)).toMatchObject(UNAVAILABLE);
    const guest = 'mutation { createGuestSession(tenantId: "alpha") { __typename } }';
    expect(await refusalOf(guest, {})).toMatchObject(UNAVAILABLE);

    expect(await buyer.show(cart)).toMatchObject({ locked: false, lines: [{ sku: 'MUG', quantity: 1 }] });
    expect(await buyer.status(id)).toMatchObject({ status: 'payment_pending' });
    expect(await buyer.available('mug')).toBe(9);
    expect(await http(`${product.url}/health/ready`)).toMatchObject({ status: 200 });
  });

  it('has the provider send its events again, and loses none of them', async () => {
    const { id, url } = await buyer.toPayment({ PATTERN: 1 });
    await submitPage(url, 'pay');
    const session = await new ProviderView(product).get(`/v1/checkout/sessions/${sessionOf(url)}`);
    const event = eventAbout(session, 'checkout.session.completed', 'evt_full_disk');
    fillDisk();
    expectUnavailable(await deliver(product, event));
    jest.restoreAllMocks();
    expect(await deliver(product, event)).toMatchObject({ status: 200 });
    await until(
      () => buyer.status(id),
      ({ status }) => status === 'completed',
      'completion',
    );
  });

  it('goes on once there is room, with the same call and one effect', async () => {
    const before = await buyer.available('mug');
    const cart = await buyer.cart({ MUG: 1 });
    const same = key();
    fillDisk();
    await expect(buyer.start(cart, { key: same, shippingAddress: PARIS })).rejects.toThrow('SERVICE_UNAVAILABLE');
    jest.restoreAllMocks();
    const { checkout } = await buyer.start(cart, { key: same, shippingAddress: PARIS });
    expect(checkout.status).toBe('pending');
    expect(await buyer.start(cart, { key: same, shippingAddress: PARIS })).toMatchObject({
      replayed: true,
      checkout: { id: checkout.id },
    });
    expect(await buyer.available('mug')).toBe(before - 1);
  });
});

function expectUnavailable(answer: Awaited<ReturnType<typeof deliver>>): void {
  expect(answer.status).toBe(503);
  expect(answer.headers.get('retry-after')).toMatch(/^\d+$/);
  expectEnvelope({ ...answer, status: 499 }, 499, 'SERVICE_UNAVAILABLE');
}
