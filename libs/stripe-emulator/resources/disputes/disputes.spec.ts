import { client, control, start, stopAll } from '../../spec-support/harness.fixture.js';

afterEach(stopAll);

async function paid(payment_method = 'pm_card_visa') {
  const emulator = await start();
  const stripe = client(emulator);
  const intent = await stripe.paymentIntents.create({ amount: 1500, currency: 'eur', confirm: true, payment_method });
  const told = async () =>
    (await stripe.events.list({ type: 'charge.dispute.*' })).data.map(({ type }) => type).toReversed();
  return { emulator, stripe, intent, charge: intent.latest_charge as string, told };
}

describe('disputes', () => {
  it('follow a payment by the test card for them, take the money and bar a refund', async () => {
    const { stripe, intent, charge, told } = await paid('pm_card_createDispute');
    expect(intent.status).toBe('succeeded');
    const { data } = await stripe.disputes.list({ payment_intent: intent.id });
    expect(data).toMatchObject([{ charge, amount: 1500, reason: 'fraudulent', status: 'needs_response' }]);
    expect(await told()).toEqual(['charge.dispute.created', 'charge.dispute.funds_withdrawn']);
    expect((await stripe.charges.retrieve(charge)).disputed).toBe(true);
    await expect(stripe.refunds.create({ payment_intent: intent.id })).rejects.toMatchObject({
      code: 'charge_disputed',
    });
  });

  it('are opened and decided by control, once', async () => {
    const { emulator, stripe, charge, told } = await paid();
    const { id } = (await control(emulator, `charges/${charge}/dispute`, { reason: 'product_not_received' })) as {
      id: string;
    };
    expect(await stripe.disputes.retrieve(id)).toMatchObject({ reason: 'product_not_received' });
    expect(await control(emulator, `charges/${charge}/dispute`)).toMatchObject({ error: { code: 'charge_disputed' } });
    expect(await control(emulator, `disputes/${id}/close`, { succeeds: true })).toEqual({ status: 'won' });
    expect(await control(emulator, `disputes/${id}/close`)).toMatchObject({
      error: { code: 'dispute_already_closed' },
    });
    expect(await told()).toEqual([
      'charge.dispute.created',
      'charge.dispute.funds_withdrawn',
      'charge.dispute.closed',
      'charge.dispute.funds_reinstated',
    ]);
  });

  it.each([
    ['winning_evidence', 'won'],
    ['losing_evidence', 'lost'],
    ['a photograph of the parcel', 'under_review'],
  ])('answered with "%s" are %s', async (uncategorized_text, status) => {
    const { stripe } = await paid('pm_card_createDisputeProductNotReceived');
    const [dispute] = (await stripe.disputes.list()).data;
    const answered = await stripe.disputes.update(dispute!.id, { evidence: { uncategorized_text } });
    expect(answered).toMatchObject({ status, evidence_details: { has_evidence: true, submission_count: 1 } });
  });

  it('that the seller accepts are lost', async () => {
    const { stripe, told } = await paid('pm_card_createDispute');
    const [dispute] = (await stripe.disputes.list()).data;
    expect((await stripe.disputes.close(dispute!.id)).status).toBe('lost');
    expect((await told()).at(-1)).toBe('charge.dispute.closed');
  });
});
