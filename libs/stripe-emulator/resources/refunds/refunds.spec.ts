import { client, control, press, sessionParams, start, stopAll } from '../../spec-support/harness.fixture.js';

afterEach(stopAll);

async function paid(payment_method = 'pm_card_visa') {
  const emulator = await start();
  const stripe = client(emulator);
  const { id } = await stripe.paymentIntents.create({ amount: 1500, currency: 'eur', confirm: true, payment_method });
  const told = async () => {
    const types = ['refund.created', 'refund.updated', 'refund.failed', 'charge.refunded'];
    return (await stripe.events.list({ types })).data.map(({ type }) => type).toReversed();
  };
  return { emulator, stripe, payment_intent: id, told };
}

describe('refunds that take time', () => {
  it('are pending by the test card for it, and succeed when their time has come', async () => {
    const { emulator, stripe, payment_intent, told } = await paid('pm_card_pendingRefund');
    const refund = await stripe.refunds.create({ payment_intent });
    expect(refund).toMatchObject({ status: 'pending', pending_reason: 'processing' });
    emulator.advanceClock(60_000);
    const after = await stripe.refunds.retrieve(refund.id);
    expect(after.status).toBe('succeeded');
    expect(after).not.toHaveProperty('pending_reason');
    expect(await told()).toEqual(['refund.created', 'charge.refunded', 'refund.updated']);
  });

  it('seem to succeed and fail later by the test card for it; then the money can be refunded again', async () => {
    const { emulator, stripe, payment_intent, told } = await paid('pm_card_refundFail');
    const refund = await stripe.refunds.create({ payment_intent, amount: 1000 });
    expect(refund.status).toBe('succeeded');
    emulator.advanceClock(60_000);
    expect(await stripe.refunds.retrieve(refund.id)).toMatchObject({
      status: 'failed',
      failure_reason: 'expired_or_canceled_card',
    });
    expect(await told()).toEqual(['refund.created', 'charge.refunded', 'refund.updated', 'refund.failed']);
    const charge = await stripe.charges.retrieve(refund.charge as string);
    expect(charge).toMatchObject({ amount_refunded: 0, refunded: false });
    expect((await stripe.refunds.create({ payment_intent })).amount).toBe(1500);
  });

  it('of a bank debit are pending until the bank has sent them', async () => {
    const emulator = await start();
    const stripe = client(emulator);
    const session = await stripe.checkout.sessions.create(sessionParams());
    await press(session.url, 'debit_succeeds');
    emulator.advanceClock(60_000);
    const { payment_intent } = await stripe.checkout.sessions.retrieve(session.id);
    const refund = await stripe.refunds.create({ payment_intent: payment_intent as string });
    expect(refund.status).toBe('pending');
    emulator.advanceClock(60_000);
    expect((await stripe.refunds.retrieve(refund.id)).status).toBe('succeeded');
  });

  it('stay pending by a plan, one refund each, until a test ends them either way', async () => {
    const { emulator, stripe, payment_intent } = await paid();
    await control(emulator, 'refund_plans', { outcome: 'stays-pending', times: 2 });
    const [one, two, three] = [
      await stripe.refunds.create({ payment_intent, amount: 100 }),
      await stripe.refunds.create({ payment_intent, amount: 200 }),
      await stripe.refunds.create({ payment_intent, amount: 300 }),
    ];
    expect([one.status, two.status, three.status]).toEqual(['pending', 'pending', 'succeeded']);
    emulator.advanceClock(3_600_000);
    expect((await stripe.refunds.retrieve(one.id)).status).toBe('pending');
    expect(await control(emulator, `refunds/${one.id}/settle`)).toEqual({ status: 'succeeded' });
    expect(await control(emulator, `refunds/${two.id}/settle`, { succeeds: false })).toEqual({ status: 'failed' });
    expect(await control(emulator, `refunds/${two.id}/settle`)).toMatchObject({
      error: { message: expect.stringMatching(/ended/) },
    });
    const charge = await stripe.charges.retrieve(one.charge as string);
    expect(charge.amount_refunded).toBe(400);
  });

  it('take back only fees and transfers that there were', async () => {
    const { stripe, payment_intent } = await paid();
    await expect(stripe.refunds.create({ payment_intent, reverse_transfer: true })).rejects.toMatchObject({
      param: 'reverse_transfer',
    });
    await expect(stripe.refunds.create({ payment_intent, refund_application_fee: true })).rejects.toMatchObject({
      param: 'refund_application_fee',
    });
  });
});
