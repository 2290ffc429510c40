import { IdempotencyService } from '#platform';
import { Client, key } from '../../setup/client.js';
import { startProduct, type Product } from '../../setup/product.js';
import { applicationKey } from '../../setup/application-key.js';
import { submitPage, until, type Shopping } from '../../setup/shopping.js';

const LINES = [{ title: 'Thing', quantity: 1, unitPrice: 1250 }];
const RESULT = '__typename ... on Problem { code message } ';

/** Sessions that an application closes. */
describe('a payment session that an application expires', () => {
  let product: Product;
  let buyer: Shopping;
  let application: Client;

  beforeAll(async () => {
    product = await startProduct();
    buyer = await product.guest();
    application = new Client(product.url, (await applicationKey(await product.seller(), 'alpha')).secret);
  });
  afterAll(() => product.stop());
  afterEach(() => jest.restoreAllMocks());

  async function request(input: object): Promise<any> {
    const { session } = await application.ask(
      `mutation ($input: RequestPaymentInput!, $key: IdempotencyKey) {
        requestPayment(tenantId: "alpha", input: $input, idempotencyKey: $key) {
          ${RESULT} ... on RequestPaymentSucceeded { session { id url checkoutId } } } }`,
      { input, key: key() },
    );
    return session;
  }

  const expire = (sessionId: string, one = key()): Promise<any> =>
    application.ask(
      `mutation ($id: ID!, $key: IdempotencyKey) {
        expirePaymentSession(tenantId: "alpha", sessionId: $id, idempotencyKey: $key) {
          ${RESULT} ... on ExpirePaymentSessionSucceeded { replayed session { id status } checkout { status } } } }`,
      { id: sessionId, key: one },
    );

  /** The way there: everything is done, but not that it was. */
  function dieBeforeTheLedger(): void {
    const ledger = product.gateway.app.get(IdempotencyService) as unknown as { close: () => Promise<void> };
    jest.spyOn(ledger, 'close').mockRejectedValueOnce(new Error('killed'));
  }

  const forCheckout = async () =>
    request({ checkoutId: (await buyer.start(await buyer.cart({ PATTERN: 1 }))).checkout.id });
  const forLines = () => request({ lines: LINES, currency: 'EUR' });

  it.each([
    ['one for a checkout', 'pending', forCheckout],
    ['one for lines', 'cancelled', forLines],
  ] as const)(
    'was expired, says the repeat of a call that died right after that: %s [ID-4]',
    async (_, status, open) => {
      const { id } = await open();
      const one = key();
      dieBeforeTheLedger();
      await expect(expire(id, one)).rejects.toThrow();
      const expired = { session: { id, status: 'expired' }, checkout: { status } };
      expect(await expire(id, one)).toMatchObject({ replayed: false, ...expired });
      expect(await expire(id, one)).toMatchObject({ replayed: true, ...expired });
    },
  );

  it('is expired once: another call is told that it is over', async () => {
    const { id } = await forCheckout();
    await expire(id);
    expect(await expire(id)).toMatchObject({ code: 'PAYMENT_SESSION_NOT_OPEN' });
  });

  it('is expired by a repeat where its checkout was being taken back, and the provider silent', async () => {
    const { id, checkoutId } = await forCheckout();
    const one = key();
    const match = { path: '/v1/checkout/sessions/*' };
    product.stripe.faults.add({ match, action: 'status', status: 500, times: 1000 });
    expect(await buyer.cancel(checkoutId)).toMatchObject({ code: 'PAYMENT_SERVICE_ERROR' });
    expect(await expire(id, one)).toMatchObject({ code: 'CHECKOUT_BUSY' });
    product.stripe.faults.clear();
    await until(
      async () => {
        product.clock.advance(2000);
        return buyer.status(checkoutId);
      },
      ({ status }) => status === 'cancelled',
      'the end',
    );
    expect(await expire(id, one)).toMatchObject({ session: { status: 'expired' }, checkout: { status: 'cancelled' } });
  });

  it('was not expired where its buyer paid it after a call that died before', async () => {
    const { id, url, checkoutId } = await forCheckout();
    const one = key();
    const match = { path: '/v1/checkout/sessions/*/expire' };
    product.stripe.faults.add({ match, action: 'status', status: 500, times: 20 });
    expect(await expire(id, one)).toMatchObject({ code: 'PAYMENT_SERVICE_ERROR' });
    product.stripe.faults.clear();
    await submitPage(url, 'pay');
    await until(
      () => buyer.status(checkoutId),
      ({ status }) => status === 'completed',
      'the sale',
    );
    expect(await expire(id, one)).toMatchObject({ code: 'PAYMENT_SESSION_NOT_OPEN' });
  });
});
