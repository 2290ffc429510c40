import type Stripe from 'stripe';
import type { StripeEmulator } from '#stripe-emulator';

type SessionParams = Stripe.Checkout.SessionCreateParams;

/** Every way to pay on the page. */
const CHOICES = ['pay', 'decline', 'insufficient_funds', 'authenticate', 'debit_succeeds', 'debit_fails', 'cancel'];
const METHODS = [
  'pm_card_visa',
  'pm_card_amex',
  'pm_card_chargeDeclined',
  'pm_card_chargeDeclinedExpiredCard',
  'pm_card_authenticationRequired',
  'pm_card_pendingRefund',
  'pm_card_refundFail',
  'pm_card_createDispute',
  'pm_usBankAccount_success',
  'pm_usBankAccount_insufficientFunds',
];

/** Uses the emulator in every way it knows, as one account, and then reads all that came of it. */
export async function useEverything(stripe: Stripe, emulator: StripeEmulator, account?: string): Promise<void> {
  const as = account === undefined ? {} : { stripeAccount: account };
  await keepBooks(stripe, as);
  await buyOnPages(stripe, emulator, as);
  await payDirectly(stripe, emulator, as);
  await share(stripe, as);
  emulator.advanceClock(8 * 86_400_000);
  await readEverything(stripe, as);
}

/** Customers, methods, products and prices, and a session and an intent of a customer. */
async function keepBooks(stripe: Stripe, as: Stripe.RequestOptions): Promise<void> {
  const address = { line1: '1 Rue du Port', city: 'Nice', postal_code: '06300', country: 'FR' };
  const named = { email: 'ada@example.com', name: 'Ada' };
  const customer = await stripe.customers.create({ ...named, address, shipping: { name: 'Ada', address } }, as);
  await stripe.customers.update(customer.id, { metadata: { a: 'b' } }, as);
  await stripe.customers.del((await stripe.customers.create({}, as)).id, {}, as);
  const card = { type: 'card', card: { token: 'tok_visa' }, billing_details: { name: 'Ada' } } as const;
  const method = await stripe.paymentMethods.create(card, as);
  await stripe.paymentMethods.create({ type: 'sepa_debit', sepa_debit: { iban: 'DE89370400440532013000' } }, as);
  await stripe.paymentMethods.attach(method.id, { customer: customer.id }, as);
  await stripe.paymentMethods.detach(method.id, {}, as);
  await stripe.paymentMethods.retrieve('pm_card_visa', {}, as);
  const product = await stripe.products.create({ name: 'Olive oil' }, as);
  await stripe.products.update(product.id, { description: 'Cold pressed' }, as);
  const price = await stripe.prices.create({ product: product.id, currency: 'eur', unit_amount: 2000 }, as);
  await stripe.prices.update(price.id, { nickname: 'Spring' }, as);
  const line_items = [{ price: price.id, quantity: 1 }];
  await stripe.checkout.sessions.create(session25({ customer: customer.id, line_items }), as);
  const shipping = { name: 'Ada', address };
  await stripe.paymentIntents.create({ amount: 500, currency: 'eur', customer: customer.id, shipping }, as);
}

async function buyOnPages(stripe: Stripe, emulator: StripeEmulator, as: Stripe.RequestOptions): Promise<void> {
  for (const choice of CHOICES) {
    const session = await stripe.checkout.sessions.create(session25(), as);
    await press(session.url, choice);
    if (choice === 'authenticate') await press(session.url, 'bank_confirms');
    await stripe.checkout.sessions.listLineItems(session.id, {}, as);
  }
  const { success_url: _done, cancel_url: _back, ...bare } = session25();
  for (const ui_mode of ['embedded_page', 'elements'] as const) {
    const session = await stripe.checkout.sessions.create({ ...bare, ui_mode, return_url: 'http://shop.example/' }, as);
    await press(`${emulator.url}/c/pay/${session.id}?client_secret=${session.client_secret}`, 'pay');
  }
  const begun = await stripe.checkout.sessions.create(
    session25({ payment_intent_data: { capture_method: 'manual' } }),
    as,
  );
  await press(begun.url, 'decline');
  await stripe.checkout.sessions.update(begun.id, { metadata: { a: 'b' } }, as);
  await stripe.checkout.sessions.expire(begun.id, {}, as);
}

async function payDirectly(stripe: Stripe, emulator: StripeEmulator, as: Stripe.RequestOptions): Promise<void> {
  for (const payment_method of METHODS) {
    const create = { amount: 1500, currency: 'usd', confirm: true, payment_method };
    // A decline is an answer too; its intent is read below.
    const intent = await stripe.paymentIntents.create(create, as).catch(refused);
    if (intent?.status !== 'succeeded' || payment_method === 'pm_card_createDispute') continue;
    const refund = await stripe.refunds.create({ payment_intent: intent.id, amount: 500 }, as);
    await stripe.refunds.update(refund.id, { metadata: { a: 'b' } }, as);
  }
  const held = { amount: 900, currency: 'eur', capture_method: 'manual', confirm: true } as const;
  const hold = () => stripe.paymentIntents.create({ ...held, payment_method: 'pm_card_visa' }, as);
  await stripe.paymentIntents.capture((await hold()).id, { amount_to_capture: 400 }, as);
  await stripe.paymentIntents.cancel((await hold()).id, {}, as);
  await hold();
  await stripe.paymentIntents.create({ amount: 900, currency: 'eur' }, as);
  for (const dispute of (await stripe.disputes.list({}, as)).data) {
    await stripe.disputes.update(dispute.id, { evidence: { uncategorized_text: 'winning_evidence' } }, as);
  }
  const endpoint = { url: 'http://127.0.0.1:9/', enabled_events: ['charge.expired'] as const };
  const { id } = await stripe.webhookEndpoints.create({ ...endpoint, enabled_events: ['charge.expired'] }, as);
  await stripe.webhookEndpoints.update(id, { disabled: true }, as);
  // Debits and late refunds end.
  emulator.advanceClock(60_000);
}

/** Money that is divided: with a destination, or with the platform alone when an account acts. */
async function share(stripe: Stripe, as: Stripe.RequestOptions): Promise<void> {
  const paid = { amount: 1500, currency: 'eur', confirm: true, payment_method: 'pm_card_visa' } as const;
  const destination = as.stripeAccount === undefined ? { transfer_data: { destination: 'acct_one' } } : {};
  const intent = await stripe.paymentIntents.create({ ...paid, ...destination, application_fee_amount: 150 }, as);
  const reverse = as.stripeAccount === undefined ? { reverse_transfer: true } : {};
  const back = { payment_intent: intent.id, amount: 500, refund_application_fee: true, ...reverse };
  await stripe.refunds.create(back, as);
}

async function readEverything(stripe: Stripe, as: Stripe.RequestOptions): Promise<void> {
  const all = { limit: 100 };
  await stripe.checkout.sessions.list(
    { ...all, expand: ['data.line_items.data.price.product', 'data.payment_intent', 'data.customer'] },
    as,
  );
  await stripe.paymentIntents.list({ ...all, expand: ['data.latest_charge', 'data.payment_method'] }, as);
  await stripe.charges.list({ ...all, expand: ['data.payment_intent'] }, as);
  await stripe.refunds.list({ ...all, expand: ['data.charge', 'data.payment_intent'] }, as);
  await stripe.disputes.list({ ...all, expand: ['data.charge'] }, as);
  await stripe.webhookEndpoints.list(all, as);
  await stripe.customers.list(all, as);
  await stripe.transfers.list({ ...all, expand: ['data.source_transaction', 'data.destination'] }, as);
  await stripe.applicationFees.list(all, as);
  await stripe.prices.list({ ...all, expand: ['data.product'] }, as);
  await stripe.products.list(all, as);
  for await (const event of stripe.events.list(all, as)) void event;
}

/** A session of 25.00 EUR with a way of shipping. */
function session25(more: Partial<SessionParams> = {}): SessionParams {
  const line = (name: string, unit_amount: number) => ({
    quantity: 1,
    price_data: { currency: 'eur', unit_amount, product_data: { name } },
  });
  return {
    mode: 'payment',
    line_items: [line('Olive oil', 2000), line('Soap', 500)],
    shipping_options: [
      { shipping_rate_data: { display_name: 'Post', fixed_amount: { amount: 300, currency: 'eur' } } },
    ],
    success_url: 'http://shop.example/done',
    cancel_url: 'http://shop.example/basket',
    ...more,
  };
}

async function press(url: string | null, choice: string): Promise<void> {
  await fetch(url ?? '', { method: 'POST', redirect: 'manual', body: new URLSearchParams({ choice }) });
}

function refused(error: unknown): null {
  if ((error as { statusCode?: number }).statusCode === 402) return null;
  throw error;
}
