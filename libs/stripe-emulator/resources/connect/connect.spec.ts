import type Stripe from 'stripe';
import { client, start, stopAll } from '../../spec-support/harness.fixture.js';

afterEach(stopAll);

const SELLER = 'acct_seller';
const DIRECT = { stripeAccount: SELLER };
const PAID = { amount: 10_000, currency: 'eur', confirm: true, payment_method: 'pm_card_visa' } as const;
const DESTINATION = { ...PAID, application_fee_amount: 1_000, transfer_data: { destination: SELLER } };

async function pay(params: Stripe.PaymentIntentCreateParams, as: Stripe.RequestOptions = {}) {
  const emulator = await start();
  const stripe = client(emulator);
  const intent = await stripe.paymentIntents.create({ ...params, expand: ['latest_charge'] }, as);
  const types = async () => (await stripe.events.list({ limit: 100 })).data.map(({ type }) => type);
  return { emulator, stripe, intent, charge: intent.latest_charge as Stripe.Charge, types };
}

describe('a destination charge', () => {
  it('makes a transfer of the whole amount and a fee that comes back, each naming the charge', async () => {
    const { stripe, charge, types } = await pay(DESTINATION);
    const transfer = await stripe.transfers.retrieve(charge.transfer as string, { expand: ['source_transaction'] });
    expect(transfer).toMatchObject({
      amount: 10_000,
      destination: SELLER,
      source_transaction: { id: charge.id },
      transfer_group: charge.transfer_group,
      reversals: { data: [] },
    });
    const fee = await stripe.applicationFees.retrieve(charge.application_fee as string);
    expect(fee).toMatchObject({ account: SELLER, amount: 1_000, originating_transaction: charge.id });
    expect((await stripe.transfers.list({ destination: SELLER })).data).toMatchObject([{ id: transfer.id }]);
    expect((await stripe.transfers.list({ destination: 'acct_other' })).data).toEqual([]);
    expect((await stripe.applicationFees.list({ charge: charge.id })).data).toMatchObject([{ id: fee.id }]);
    expect(await types()).toEqual(expect.arrayContaining(['transfer.created', 'application_fee.created']));
  });

  it('transfers the part it names, and takes no fee where none was asked', async () => {
    const { stripe, charge } = await pay({ ...PAID, transfer_data: { destination: SELLER, amount: 7_000 } });
    expect(charge.application_fee).toBeNull();
    expect((await stripe.transfers.list()).data).toMatchObject([{ amount: 7_000 }]);
    expect((await stripe.applicationFees.list()).data).toEqual([]);
  });

  it('makes neither before the money is there: not for a decline, a hold, or a bank debit on its way', async () => {
    const { emulator, stripe } = await pay({ ...DESTINATION, capture_method: 'manual' });
    await stripe.paymentIntents.create({ ...DESTINATION, payment_method: 'pm_card_chargeDeclined' }).catch(() => null);
    await stripe.paymentIntents.create({
      ...DESTINATION,
      currency: 'usd',
      payment_method: 'pm_usBankAccount_success',
    });
    expect((await stripe.transfers.list()).data).toEqual([]);
    const [held] = (await stripe.paymentIntents.list()).data.filter(({ status }) => status === 'requires_capture');
    await stripe.paymentIntents.capture(held!.id, { amount_to_capture: 4_000 });
    expect((await stripe.transfers.list()).data).toMatchObject([{ amount: 4_000 }]);
    emulator.advanceClock(60_000);
    expect((await stripe.transfers.list()).data).toMatchObject([{ amount: 10_000, currency: 'usd' }, {}]);
  });

  it('is refunded with its transfer and fee in proportion, to the last cent at the end', async () => {
    const { stripe, intent, charge, types } = await pay({
      ...DESTINATION,
      amount: 9_999,
      application_fee_amount: 1_000,
    });
    const both = { payment_intent: intent.id, reverse_transfer: true, refund_application_fee: true };
    const first = await stripe.refunds.create({ ...both, amount: 3_333 });
    const transfer = charge.transfer as string;
    const fee = charge.application_fee as string;
    expect(await stripe.transfers.retrieve(transfer)).toMatchObject({ amount_reversed: 3_333, reversed: false });
    expect(await stripe.applicationFees.retrieve(fee)).toMatchObject({ amount_refunded: 333, refunded: false });
    const { data: reversals } = await stripe.transfers.listReversals(transfer);
    expect(reversals).toMatchObject([{ id: first.transfer_reversal, source_refund: first.id, amount: 3_333 }]);
    await stripe.refunds.create({ ...both, amount: 3_333 });
    await stripe.refunds.create(both);
    expect(await stripe.transfers.retrieve(transfer)).toMatchObject({ amount_reversed: 9_999, reversed: true });
    expect(await stripe.applicationFees.retrieve(fee)).toMatchObject({ amount_refunded: 1_000, refunded: true });
    expect((await stripe.applicationFees.listRefunds(fee)).data.map(({ amount }) => amount)).toEqual([334, 333, 333]);
    const reversal = await stripe.transfers.retrieveReversal(transfer, first.transfer_reversal as string);
    expect(reversal.id).toBe(first.transfer_reversal);
    expect(await types()).toEqual(expect.arrayContaining(['transfer.reversed', 'application_fee.refunded']));
  });

  it('leaves transfer and fee where they are when a refund does not ask for them', async () => {
    const { stripe, intent } = await pay(DESTINATION);
    expect(await stripe.refunds.create({ payment_intent: intent.id })).toMatchObject({ transfer_reversal: null });
    expect((await stripe.transfers.list()).data).toMatchObject([{ amount_reversed: 0 }]);
    expect((await stripe.applicationFees.list()).data).toMatchObject([{ amount_refunded: 0 }]);
  });
});

describe('a direct charge', () => {
  it('makes a fee that is the platform’s to read, and no transfer', async () => {
    const { stripe, charge } = await pay({ ...PAID, application_fee_amount: 500 }, DIRECT);
    const fee = await stripe.applicationFees.retrieve(charge.application_fee as string);
    expect(fee).toMatchObject({ account: SELLER, amount: 500, charge: charge.id, originating_transaction: null });
    await expect(stripe.applicationFees.retrieve(fee.id, {}, DIRECT)).rejects.toMatchObject({ statusCode: 404 });
    expect((await stripe.transfers.list()).data).toEqual([]);
    const shown = await stripe.charges.retrieve(charge.id, { expand: ['application_fee'] }, DIRECT);
    expect(shown.application_fee).toMatchObject({ id: fee.id });
  });
});
