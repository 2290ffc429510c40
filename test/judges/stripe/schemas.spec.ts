import type Stripe from 'stripe';
import { reportCases } from '../size.js';
import { useEverything } from './everything.js';
import { inProcess } from './providers.js';
import { createJudge } from './schemas/check.js';

// What the emulator shows, judged by the types of the installed SDK.

describe('every object and event of the emulator', () => {
  it('has what the SDK’s types say, no member missing, unknown or of another type', async () => {
    const watch = { judge: createJudge(), problems: [] as string[] };
    const { stripe, emulator, stop } = await inProcess({ accounts: ['acct_one'] }, watch);
    if (emulator === undefined) throw new Error('the emulator is what is judged');
    await useEverything(stripe, emulator);
    await useEverything(stripe, emulator, 'acct_one');
    await stripe.accounts.list();
    await stripe.accounts.retrieve('acct_one');
    const told = new Set<string>();
    for await (const event of stripe.events.list({ limit: 100 })) told.add(event.type);
    await stop();
    reportCases(watch.judge.counts.ok, watch.judge.counts.failed);
    expect([...new Set(watch.problems)]).toEqual([]);
    expect(watch.judge.counts.ok).toBeGreaterThan(300);
    expect([...told].toSorted()).toEqual(EVENTS);
  });

  it('is seen to break them: the judge finds what is missing, unknown and ill-typed at any depth', async () => {
    const { stripe, stop } = await inProcess();
    const params = { amount: 500, currency: 'eur', confirm: true, payment_method: 'pm_card_visa' };
    const { id } = await stripe.paymentIntents.create(params);
    const [event] = (await stripe.events.list({ type: 'payment_intent.succeeded' })).data;
    const { data } = await stripe.charges.list({ payment_intent: id });
    await stop();
    const charge = data[0] as Stripe.Charge;
    const { check } = createJudge();
    expect(check(charge)).toEqual([]);
    const { paid: _paid, ...unpaid } = charge;
    expect(check(unpaid)).toEqual([expect.stringContaining('"missingProperty":"paid"')]);
    expect(check({ ...charge, colour: 'blue' })).toEqual([expect.stringContaining('colour')]);
    expect(check({ ...charge, outcome: { ...charge.outcome, risk_level: 5 } }).join()).toContain('/outcome/risk_level');
    expect(check({ ...charge, status: 'fine' }).join()).toContain('/status');
    expect(check({ ...event, data: { object: charge } }).length).toBeGreaterThan(0);
    expect(check({ ...event, type: 'payment_intent.enjoyed' })).toEqual([expect.stringContaining('enjoyed')]);
  });
});

/** Every event the emulator knows to send about payments. */
const EVENTS = [
  'application_fee.created',
  'application_fee.refunded',
  'charge.captured',
  'charge.dispute.closed',
  'charge.dispute.created',
  'charge.dispute.funds_reinstated',
  'charge.dispute.funds_withdrawn',
  'charge.dispute.updated',
  'charge.expired',
  'charge.failed',
  'charge.pending',
  'charge.refund.updated',
  'charge.refunded',
  'charge.succeeded',
  'checkout.session.async_payment_failed',
  'checkout.session.async_payment_succeeded',
  'checkout.session.completed',
  'checkout.session.expired',
  'customer.created',
  'customer.deleted',
  'customer.updated',
  'payment_intent.amount_capturable_updated',
  'payment_intent.canceled',
  'payment_intent.created',
  'payment_intent.payment_failed',
  'payment_intent.processing',
  'payment_intent.requires_action',
  'payment_intent.succeeded',
  'payment_method.attached',
  'payment_method.detached',
  'price.created',
  'price.updated',
  'product.created',
  'product.updated',
  'refund.created',
  'refund.failed',
  'refund.updated',
  'transfer.created',
  'transfer.reversed',
];
