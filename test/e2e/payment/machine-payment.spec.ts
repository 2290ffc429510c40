import { expectEnvelope, expectRefused, http } from '../../setup/http.js';
import { PayingMachine } from '../../setup/paying-machine.js';
import { startProduct, type Product } from '../../setup/product.js';
import { ProviderView } from '../../setup/provider-view.js';
import { until, type Shopping } from '../../setup/shopping.js';

const LEMONS = { PATTERN: 1 };

describe('a machine that pays over HTTP 402', () => {
  let product: Product;
  let provider: ProviderView;
  let machine: PayingMachine;
  let buyer: Shopping;

  beforeAll(async () => {
    product = await startProduct();
    provider = new ProviderView(product);
    machine = new PayingMachine(product);
    buyer = await product.guest();
  });
  afterAll(() => product.stop());
  afterEach(() => product.stripe.faults.clear());

  /** A checkout, and where a machine pays it. */
  const owed = async (lines: Record<string, number> = LEMONS): Promise<{ id: string; url: string }> => {
    const { checkout } = await buyer.start(await buyer.cart(lines));
    const opened = (await buyer.pay(checkout.id, { rail: 'STRIPE_MPP' })).checkout;
    expect(opened.nextAction).toMatchObject({ __typename: 'AnswerChallenge' });
    return { id: checkout.id, url: opened.nextAction.challengeUrl };
  };

  it('is told what is to be paid, pays with a token, and gets a receipt; the order is paid [PS-13]', async () => {
    const { id, url } = await owed();
    const { answer, request, challenge } = await machine.challenge(url);
    expectEnvelope(answer, 402, 'PAYMENT_REQUIRED');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(request).toMatchObject({
      amount: '400',
      currency: 'eur',
      externalId: id,
      methodDetails: { networkId: 'profile_test_alpha' },
    });
    expect(challenge).toMatchObject({ method: 'stripe', intent: 'charge', realm: new URL(product.url).host });

    const paid = await machine.pay(url);
    expect(paid).toMatchObject({ status: 200, json: { checkoutId: id, status: 'completed' } });
    const receipt = JSON.parse(Buffer.from(paid.headers.get('payment-receipt')!, 'base64url').toString());
    const [intent] = await provider.intents(id);
    expect(receipt).toMatchObject({ status: 'success', method: 'stripe', externalId: id, reference: intent.id });
    expect(await provider.money(id)).toEqual({ paid: 400, refunded: 0 });
    expect(await buyer.status(id)).toMatchObject({
      status: 'completed',
      order: { status: 'paid' },
      paymentSession: { rail: 'STRIPE_MPP', url: null },
    });
  });

  it('pays once: a credential that was spent is refused, and so is any other afterwards', async () => {
    const { id, url } = await owed();
    const { challenge, request } = await machine.challenge(url);
    const { credential } = await machine.pay(url);
    const another = machine.credential(challenge, id, await machine.token(request));
    for (const spent of [credential, another, undefined]) {
      const { answer } = await machine.challenge(url, spent);
      expectEnvelope(answer, 409, 'CHECKOUT_NOT_OPEN');
      expect(answer.headers.get('payment-receipt')).toBeNull();
    }
    expect(await provider.money(id)).toEqual({ paid: 400, refunded: 0 });
  });

  it('pays once with two tokens at the same moment; one of them is not spent', async () => {
    const { id, url } = await owed();
    const { challenge, request } = await machine.challenge(url);
    const tokens = [await machine.token(request), await machine.token(request)];
    const answers = await Promise.all(
      tokens.map((token) => machine.challenge(url, machine.credential(challenge, id, token))),
    );
    const receipts = answers.filter(({ answer }) => answer.headers.has('payment-receipt'));
    expect(receipts).toHaveLength(1);
    for (const { answer } of answers) expectRefused(answer);
    await until(
      () => buyer.status(id),
      ({ status }) => status === 'completed',
      'completion',
    );
    expect(await provider.money(id)).toEqual({ paid: 400, refunded: 0 });
  });

  it.each([
    ['for less than is owed', { amount: '399', currency: 'eur' }],
    ['for another currency', { amount: '400', currency: 'usd' }],
  ])('is refused with a token %s, and asked again', async (_, limits) => {
    const { id, url } = await owed();
    const { challenge } = await machine.challenge(url);
    const { answer } = await machine.challenge(url, machine.credential(challenge, id, await machine.token(limits)));
    expectEnvelope(answer, 402, 'PAYMENT_REQUIRED');
    expect((await machine.pay(url)).json).toMatchObject({ status: 'completed' });
  });

  it('cannot answer the challenge of one checkout at another, nor a challenge of before the total changed', async () => {
    const [one, other] = [await owed(), await owed({ PATTERN: 2 })];
    const { challenge, request } = await machine.challenge(one.url);
    const credential = machine.credential(challenge, one.id, await machine.token(request));
    expectEnvelope((await machine.challenge(other.url, credential)).answer, 402, 'PAYMENT_REQUIRED');
    await buyer.update(one.id, { email: 'other@example.com' });
    expectEnvelope((await machine.challenge(one.url, credential)).answer, 402, 'PAYMENT_REQUIRED');
    for (const { id } of [one, other]) expect(await provider.money(id)).toEqual({ paid: 0, refunded: 0 });
  });

  it('is paid once when the answer of the provider was lost and the same credential comes again', async () => {
    const { id, url } = await owed();
    const { challenge, request } = await machine.challenge(url);
    const credential = machine.credential(challenge, id, await machine.token(request));
    const confirms = { path: '/v1/payment_intents/*/confirm' };
    product.stripe.faults.add({ match: confirms, action: 'execute-then-reset', times: 10 });
    expect((await machine.challenge(url, credential)).answer).toMatchObject({
      status: 502,
      json: { code: 'PAYMENT_SERVICE_ERROR', retryable: true },
    });
    product.stripe.faults.clear();
    const { answer } = await machine.challenge(url, credential);
    expect([200, 409]).toContain(answer.status);
    await until(
      () => buyer.status(id),
      ({ status }) => status === 'completed',
      'completion',
    );
    expect(await provider.money(id)).toEqual({ paid: 400, refunded: 0 });
  });

  it('takes the place of an open page, which can be paid no more, and gives it back', async () => {
    const { checkout } = await buyer.start(await buyer.cart(LEMONS));
    const { landingUrl } = (await buyer.pay(checkout.id)).checkout.nextAction;
    expectEnvelope((await machine.challenge(`${landingUrl}/challenge`)).answer, 402, 'PAYMENT_REQUIRED');
    expect((await provider.sessions(checkout.id)).map(({ status }) => status)).toEqual(['expired']);
    const page = await http(landingUrl, { method: 'POST' });
    expect(page.status).toBe(303);
    expect((await provider.intents(checkout.id)).map(({ status }) => status)).toEqual(['canceled']);
  });

  it('is sent away by a tenant that does not offer it, and by an address that nobody gave out', async () => {
    const other = await product.guest('beta');
    const { checkout } = await other.start(await other.cart(LEMONS));
    expect(await other.pay(checkout.id, { rail: 'STRIPE_MPP' })).toMatchObject({ code: 'NO_AVAILABLE_PROVIDER' });
    const { landingUrl } = (await other.pay(checkout.id)).checkout.nextAction;
    expectEnvelope((await machine.challenge(`${landingUrl}/challenge`)).answer, 422, 'NO_AVAILABLE_PROVIDER');
    expect(await other.status(checkout.id)).toMatchObject({ status: 'payment_pending', nextAction: { landingUrl } });
    expectEnvelope((await machine.challenge(`${landingUrl}x/challenge`)).answer, 404, 'NOT_FOUND');
  });
});
