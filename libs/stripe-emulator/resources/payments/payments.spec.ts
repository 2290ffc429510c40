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
