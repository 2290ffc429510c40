import { client, press, sessionParams, start, stopAll } from '../../spec-support/harness.fixture.js';

afterEach(stopAll);

describe('PaymentIntents', () => {
  it('are created, confirmed with a test card, and listed', async () => {
    const stripe = client(await start());
    const intent = await stripe.paymentIntents.create({ amount: 1500, currency: 'eur', metadata: { order: '1' } });
    expect(intent).toMatchObject({ status: 'requires_payment_method', latest_charge: null });
    const paid = await stripe.paymentIntents.confirm(intent.id, { payment_method: 'pm_card_visa' });
    expect(paid).toMatchObject({ status: 'succeeded', amount_received: 1500 });
    expect((await stripe.paymentIntents.list()).data.map(({ id }) => id)).toEqual([intent.id]);
    expect((await stripe.paymentIntents.retrieve(intent.id)).status).toBe('succeeded');
  });

  it('decline with a card error that carries the intent, which stays payable', async () => {
    const stripe = client(await start());
    const attempt = stripe.paymentIntents.create({
      amount: 1500,
      currency: 'eur',
      confirm: true,
      payment_method: 'pm_card_visa_chargeDeclinedInsufficientFunds',
    });
    await expect(attempt).rejects.toMatchObject({
      type: 'StripeCardError',
      statusCode: 402,
      code: 'card_declined',
      decline_code: 'insufficient_funds',
    });
    const [intent] = (await stripe.paymentIntents.list()).data;
    const paid = await stripe.paymentIntents.confirm(intent!.id, { payment_method: 'pm_card_visa' });
    expect(paid.status).toBe('succeeded');
  });

  it('take the methods they list and no other, where they list any', async () => {
    const stripe = client(await start());
    const listed = { amount: 1500, currency: 'eur', allowed_payment_method_types: ['card'] };
    const { id } = await stripe.paymentIntents.create(listed);
    const debit = stripe.paymentIntents.confirm(id, { payment_method: 'pm_usBankAccount_success' });
    await expect(debit).rejects.toMatchObject({ statusCode: 400, param: 'payment_method' });
    const paid = await stripe.paymentIntents.confirm(id, { payment_method: 'pm_card_visa' });
    expect(paid.status).toBe('succeeded');
  });

  it('hold an amount for a manual capture, of which a part can be captured', async () => {
    const stripe = client(await start());
    const intent = await stripe.paymentIntents.create({
      amount: 1500,
      currency: 'eur',
      capture_method: 'manual',
      confirm: true,
      payment_method: 'pm_card_visa',
    });
    expect(intent).toMatchObject({ status: 'requires_capture', amount_capturable: 1500 });
    const captured = await stripe.paymentIntents.capture(intent.id, { amount_to_capture: 1000 });
    expect(captured).toMatchObject({ status: 'succeeded', amount_received: 1000, amount_capturable: 0 });
  });

  it('that hold an amount tell it, and give it up after seven days', async () => {
    const emulator = await start();
    const stripe = client(emulator);
    const held = { amount: 1500, currency: 'eur', capture_method: 'manual', confirm: true } as const;
    const { id } = await stripe.paymentIntents.create({ ...held, payment_method: 'pm_card_visa' });
    emulator.advanceClock(7 * 86_400_000 - 60_000);
    expect((await stripe.paymentIntents.retrieve(id)).status).toBe('requires_capture');
    emulator.advanceClock(60_000);
    const after = await stripe.paymentIntents.retrieve(id, { expand: ['latest_charge'] });
    expect(after).toMatchObject({ status: 'canceled', cancellation_reason: 'automatic', amount_capturable: 0 });
    expect(after.latest_charge).toMatchObject({ captured: false, refunded: true });
    await expect(stripe.paymentIntents.capture(id)).rejects.toMatchObject({ code: 'payment_intent_unexpected_state' });
    const told = (await stripe.events.list()).data.map(({ type }) => type).toReversed();
    expect(told).toEqual([
      'payment_intent.created',
      'charge.succeeded',
      'payment_intent.amount_capturable_updated',
      'charge.expired',
      'payment_intent.canceled',
    ]);
  });

  it('take another amount while unpaid, and never afterwards', async () => {
    const stripe = client(await start());
    const { id } = await stripe.paymentIntents.create({ amount: 1500, currency: 'eur' });
    const changed = await stripe.paymentIntents.update(id, { amount: 1600, receipt_email: 'ada@example.com' });
    expect(changed).toMatchObject({ amount: 1600, receipt_email: 'ada@example.com' });
    await expect(stripe.paymentIntents.update(id, { amount: 10 })).rejects.toMatchObject({ code: 'amount_too_small' });
    const shipping = { name: 'Ada', address: { line1: '1 Rue du Port', country: 'FR' } };
    const paid = await stripe.paymentIntents.confirm(id, { payment_method: 'pm_card_visa', shipping });
    expect(paid).toMatchObject({ amount_received: 1600, shipping: { name: 'Ada', address: { city: null } } });
    await expect(stripe.paymentIntents.update(id, { amount: 1700 })).rejects.toMatchObject({
      code: 'payment_intent_unexpected_state',
    });
  });

  it('are read and confirmed by a buyer’s page that has the client secret, which may do nothing else', async () => {
    const emulator = await start();
    const { id, client_secret } = await client(emulator).paymentIntents.create({ amount: 1500, currency: 'eur' });
    const page = client(emulator, {}, 'pk_test_page');
    const secret = { client_secret: client_secret! };
    expect(await page.paymentIntents.retrieve(id, secret)).toMatchObject({ id });
    const refused = [
      page.paymentIntents.retrieve(id),
      page.paymentIntents.cancel(id, secret as object),
      page.paymentIntents.list(secret as object),
      page.paymentIntents.confirm(id, { payment_method: 'pm_card_visa', client_secret: 'other' } as object),
    ];
    for (const call of refused)
      await expect(call).rejects.toMatchObject({ type: expect.stringMatching(/Authentication|InvalidRequest/) });
    const confirmed = await page.paymentIntents.confirm(id, { payment_method: 'pm_card_visa', ...secret } as object);
    expect(confirmed.status).toBe('succeeded');
  });

  it('wait for the buyer where the bank asks, and go on by the answer', async () => {
    const emulator = await start();
    const stripe = client(emulator);
    const { id } = await stripe.paymentIntents.create({ amount: 1500, currency: 'eur' });
    const ask = () => stripe.paymentIntents.confirm(id, { payment_method: 'pm_card_authenticationRequired' });
    const answer = (succeeds: boolean) =>
      fetch(`${emulator.url}/_emulator/payment_intents/${id}/authenticate`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ succeeds }),
      }).then((response) => response.json());
    expect(await ask()).toMatchObject({ status: 'requires_action', next_action: { type: 'use_stripe_sdk' } });
    expect(await answer(false)).toEqual({ status: 'requires_payment_method' });
    expect(await ask()).toMatchObject({ status: 'requires_action' });
    expect(await answer(true)).toEqual({ status: 'succeeded' });
    expect(await stripe.paymentIntents.retrieve(id)).toMatchObject({ next_action: null, amount_received: 1500 });
  });

  it('are canceled only while unpaid, and never behind a session', async () => {
    const stripe = client(await start());
    const intent = await stripe.paymentIntents.create({ amount: 1500, currency: 'eur' });
    const canceled = await stripe.paymentIntents.cancel(intent.id, { cancellation_reason: 'abandoned' });
    expect(canceled).toMatchObject({ status: 'canceled', cancellation_reason: 'abandoned' });
    await expect(stripe.paymentIntents.cancel(intent.id)).rejects.toMatchObject({
      code: 'payment_intent_unexpected_state',
    });
    const session = await stripe.checkout.sessions.create(sessionParams());
    await press(session.url, 'decline');
    const { payment_intent } = await stripe.checkout.sessions.retrieve(session.id);
    await expect(stripe.paymentIntents.cancel(payment_intent as string)).rejects.toMatchObject({ statusCode: 400 });
    await expect(
      stripe.paymentIntents.confirm(payment_intent as string, { payment_method: 'pm_card_visa' }),
    ).rejects.toMatchObject({ statusCode: 400 });
  });
});

describe('refunds', () => {
  async function paidIntent() {
    const stripe = client(await start());
    const intent = await stripe.paymentIntents.create({
      amount: 1500,
      currency: 'eur',
      confirm: true,
      payment_method: 'pm_card_visa',
    });
    return { stripe, payment_intent: intent.id };
  }

  it('never exceed what was paid, and tell it in events', async () => {
    const { stripe, payment_intent } = await paidIntent();
    const part = await stripe.refunds.create({ payment_intent, amount: 1000, reason: 'requested_by_customer' });
    expect(part).toMatchObject({ amount: 1000, status: 'succeeded', payment_intent });
    await expect(stripe.refunds.create({ payment_intent, amount: 501 })).rejects.toMatchObject({ param: 'amount' });
    const rest = await stripe.refunds.create({ payment_intent });
    expect(rest.amount).toBe(500);
    await expect(stripe.refunds.create({ payment_intent })).rejects.toMatchObject({ code: 'charge_already_refunded' });
    const charge = await stripe.charges.retrieve(rest.charge as string);
    expect(charge).toMatchObject({ amount_refunded: 1500, refunded: true });
    const events = await stripe.events.list({ types: ['refund.created', 'charge.refunded'] });
    expect(events.data).toHaveLength(4);
    const listed = await stripe.refunds.list({ payment_intent });
    expect(listed.data.map(({ id }) => id)).toEqual([rest.id, part.id]);
  });

  it('are retrieved and take metadata later', async () => {
    const { stripe, payment_intent } = await paidIntent();
    const refund = await stripe.refunds.create({ payment_intent });
    await stripe.refunds.update(refund.id, { metadata: { why: 'late' } });
    expect((await stripe.refunds.retrieve(refund.id)).metadata).toEqual({ why: 'late' });
    expect((await stripe.events.list({ type: 'refund.updated' })).data).toHaveLength(1);
  });

  it('are refused for a payment that never succeeded or does not exist', async () => {
    const { stripe } = await paidIntent();
    const unpaid = await stripe.paymentIntents.create({ amount: 1500, currency: 'eur' });
    await expect(stripe.refunds.create({ payment_intent: unpaid.id })).rejects.toMatchObject({ statusCode: 400 });
    await expect(stripe.refunds.create({ payment_intent: 'pi_none' })).rejects.toMatchObject({ statusCode: 404 });
    await expect(stripe.refunds.create({})).rejects.toMatchObject({ code: 'parameter_missing' });
  });
});
