import { key, type Client } from '../../setup/client.js';
import { setMoney } from '../../setup/money.js';
import { openForm } from '../../setup/payment-form.js';
import { startProduct, type Product } from '../../setup/product.js';
import { ProviderView } from '../../setup/provider-view.js';
import { submitPage, until, type Shopping } from '../../setup/shopping.js';

/** The emulator's name of the account whose key is used. */
const PLATFORM = 'acct_1EmulatorPlatform';
const ACCOUNT = 'acct_alpha1';
const FEE = { basisPoints: 250, fixed: ['EUR', 'USD'].map((currency) => ({ currency, amount: 30 })) };
const DIRECT = { mode: 'direct', account: ACCOUNT, fee: FEE };
const DESTINATION = { mode: 'destination', account: ACCOUNT, fee: FEE, onBehalfOf: true };

const REFUND = `mutation ($input: RefundOrderInput!, $key: IdempotencyKey) {
  refundOrder(tenantId: "alpha", input: $input, idempotencyKey: $key) {
    __typename ... on Problem { code } ... on RefundOrderSucceeded { refund { amount state } } } }`;

describe('whose money a payment is', () => {
  let product: Product;
  let buyer: Shopping;
  let seller: Client;
  let platform: ProviderView;
  let tenant: ProviderView;

  beforeAll(async () => {
    product = await startProduct({ webhooks: false });
    buyer = await product.guest();
    seller = await product.seller();
    platform = new ProviderView(product);
    tenant = new ProviderView(product, ACCOUNT);
  });
  beforeEach(() => setMoney(product, 'alpha', { mode: 'platform' }));
  afterEach(() => product.stripe.faults.clear());
  afterAll(() => product.stop());

  const completed = (id: string) =>
    until(
      () => {
        product.clock.advance(6000);
        return buyer.status(id);
      },
      ({ status }) => status === 'completed',
      'completion',
    );
  async function bought(): Promise<{ id: string; total: number }> {
    const { id, url, total } = await buyer.toPayment({ PATTERN: 3 });
    await submitPage(url, 'pay');
    await completed(id);
    return { id, total };
  }
  const refund = (orderId: string, amount?: number) => seller.ask(REFUND, { input: { orderId, amount }, key: key() });
  /** What the provider was asked for from here on. */
  function listening(): () => { method: string; path: string; account: string | null; params: any }[] {
    const from = product.stripe.requests.length;
    return () => product.stripe.requests.slice(from) as any;
  }
  const fee = (total: number) => Math.round((total * 250) / 10_000) + 30;

  it('is the platform’s where nothing else is said: no account, no fee, no transfer [PS-5]', async () => {
    const asked = listening();
    const { id, total } = await bought();
    await refund(id);
    const made = asked();
    expect(made.map(({ account }) => account)).toEqual(made.map(() => PLATFORM));
    expect(await platform.money(id)).toEqual({ paid: total, refunded: total });
    expect(await tenant.intents(id)).toEqual([]);
    expect(JSON.stringify(made)).not.toMatch(/transfer|application_fee|on_behalf_of/);
  });

  it('is the tenant’s in mode direct: page, payment and refund are in its account, less the fee [PS-5]', async () => {
    await setMoney(product, 'alpha', DIRECT);
    const { id, total } = await bought();
    const [intent] = await tenant.intents(id);
    expect(intent).toMatchObject({ status: 'succeeded', application_fee_amount: fee(total), transfer_data: null });
    const asked = listening();
    expect(await refund(id, 500)).toMatchObject({ refund: { amount: 500, state: 'succeeded' } });
    expect(asked()).toMatchObject([
      { path: '/v1/refunds', account: ACCOUNT, params: { refund_application_fee: 'true' } },
    ]);
    expect(await tenant.money(id)).toEqual({ paid: total, refunded: 500 });
    expect(await platform.intents(id)).toEqual([]);
    expect(await platform.sessions(id)).toEqual([]);
  });

  it('is passed on in mode destination: the platform collects, and takes back what it refunds [PS-5]', async () => {
    await setMoney(product, 'alpha', DESTINATION);
    const { id, total } = await bought();
    const [intent] = await platform.intents(id);
    expect(intent).toMatchObject({
      status: 'succeeded',
      application_fee_amount: fee(total),
      transfer_data: { destination: ACCOUNT },
      on_behalf_of: ACCOUNT,
    });
    const asked = listening();
    await refund(id);
    expect(asked()[0]).toMatchObject({ params: { reverse_transfer: 'true', refund_application_fee: 'true' } });
    expect(await platform.money(id)).toEqual({ paid: total, refunded: total });
    expect(await tenant.intents(id)).toEqual([]);
  });

  it('is with its fee kept at a refund where that was agreed [PS-10]', async () => {
    await setMoney(product, 'alpha', { ...DESTINATION, onBehalfOf: false, fee: { ...FEE, refunded: false } });
    const { id } = await bought();
    expect((await platform.intents(id))[0].on_behalf_of).toBe(null);
    const asked = listening();
    await refund(id);
    expect(asked()[0]).toMatchObject({ params: { reverse_transfer: 'true', refund_application_fee: 'false' } });
  });

  it.each([
    ['direct', DIRECT],
    ['destination', DESTINATION],
  ])('is as well %s for a payment on a page of one’s own [PS-6]', async (_mode, money) => {
    await setMoney(product, 'alpha', money);
    const { id, opened, form, total } = await openForm(product, buyer);
    const [there, elsewhere] = money.mode === 'direct' ? [tenant, platform] : [platform, tenant];
    expect(opened.nextAction.account).toBe(money.mode === 'direct' ? ACCOUNT : null);
    expect((await form.confirm('pm_card_visa')).status).toBe(200);
    await completed(id);
    expect(await there.money(id)).toEqual({ paid: total, refunded: 0 });
    expect((await there.intents(id))[0]).toMatchObject({ application_fee_amount: fee(total) });
    expect(await elsewhere.intents(id)).toEqual([]);
  });

  it.each([
    ['direct', DIRECT],
    ['destination', DESTINATION],
  ])(
    'stays what it was at the opening, %s, whatever is set afterwards: to read, to complete, to refund [PS-5, PS-10]',
    async (_mode, money) => {
      await setMoney(product, 'alpha', money);
      const { id, url, total } = await buyer.toPayment({ PATTERN: 3 });
      await setMoney(product, 'alpha', { mode: 'direct', account: 'acct_other9' });
      await submitPage(url, 'pay');
      await completed(id);
      await setMoney(product, 'alpha', { mode: 'platform' });
      const asked = listening();
      expect(await refund(id)).toMatchObject({ refund: { amount: total, state: 'succeeded' } });
      expect(asked().at(-1)!.params['reverse_transfer']).toBe(money.mode === 'destination' ? 'true' : undefined);
      const there = money.mode === 'direct' ? tenant : platform;
      expect(await there.money(id)).toEqual({ paid: total, refunded: total });
      expect((await there.intents(id))[0].application_fee_amount).toBe(fee(total));
    },
  );

  it('stays what it was for closing: a cancelled checkout leaves no page open in any account [PS-5]', async () => {
    await setMoney(product, 'alpha', DIRECT);
    const { id } = await buyer.toPayment({ PATTERN: 3 });
    await setMoney(product, 'alpha', { mode: 'platform' });
    await buyer.cancel(id);
    expect((await tenant.sessions(id)).map(({ status }) => status)).toEqual(['expired']);
    expect(await platform.sessions(id)).toEqual([]);
  });

  it('is asked for with the same bytes when the answer was lost and the settings changed meanwhile [PS-9]', async () => {
    await setMoney(product, 'alpha', DIRECT);
    const started = await buyer.start(await buyer.cart({ PATTERN: 3 }), {});
    const create = { method: 'POST', path: '/v1/checkout/sessions' };
    product.stripe.faults.add({ match: create, action: 'execute-then-reset', times: 3 });
    const asked = listening();
    const one = key();
    await buyer.pay(started.checkout.id, { key: one });
    await setMoney(product, 'alpha', { mode: 'destination', account: 'acct_other9', fee: { basisPoints: 9000 } });
    product.stripe.faults.clear();
    await until(
      () => buyer.pay(started.checkout.id, { key: one }),
      (answer) => answer.checkout?.status === 'payment_pending',
      'the page to be open',
    );
    const creations = asked().filter(({ method, path }) => method === 'POST' && path === '/v1/checkout/sessions');
    expect(creations.length).toBeGreaterThan(1);
    for (const creation of creations) {
      expect(creation.account).toBe(ACCOUNT);
      expect(creation.params).toEqual(creations[0]!.params);
    }
    expect(await tenant.sessions(started.checkout.id)).toHaveLength(1);
  });

  it.each([
    [{ mode: 'direct' }, 'needs an account'],
    [{ mode: 'platform', account: ACCOUNT }, 'no account'],
    [{ mode: 'platform', fee: { basisPoints: 1 } }, 'no fee'],
    [{ mode: 'direct', account: 'alpha:acct_1' }, 'needs an account'],
    [{ mode: 'direct', account: ACCOUNT, onBehalfOf: true }, 'onBehalfOf'],
    [{ mode: 'destination', account: ACCOUNT, ownKey: true }, 'ownKey'],
    [{ mode: 'direct', account: ACCOUNT, fee: { fixed: [{ currency: 'EUR', amount: 30 }] } }, 'amount in USD'],
    [{ mode: 'direct', account: ACCOUNT, fee: { basisPoints: 10_001 } }, '10000'],
  ])('is not settled by %j, which is refused with words', async (input, words) => {
    const refused = await setMoney(product, 'alpha', input);
    expect(refused).toMatchObject({ code: 'INVALID_INPUT' });
    expect(JSON.stringify(refused.details)).toContain(words);
  });

  it('is said by the platform alone, and seen by the tenant', async () => {
    await setMoney(product, 'alpha', DESTINATION);
    const see = '{ tenantMoney(tenantId: "alpha") { mode account onBehalfOf fee { basisPoints refunded } } }';
    expect(await seller.ask(see)).toEqual({
      mode: 'destination',
      account: ACCOUNT,
      onBehalfOf: true,
      fee: { basisPoints: 250, refunded: true },
    });
    const set = 'mutation { setTenantMoney(tenantId: "alpha", input: { mode: platform }) { __typename } }';
    expect((await seller.send(set)).errors![0].extensions.code).toBe('SCOPE_INSUFFICIENT');
    expect((await buyer.client.send(see)).errors![0].extensions.code).toBe('SCOPE_INSUFFICIENT');
  });
});
