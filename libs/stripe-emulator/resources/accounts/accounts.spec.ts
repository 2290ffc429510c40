import type Stripe from 'stripe';
import { client, control, receiver, sessionParams, start, stopAll } from '../../spec-support/harness.fixture.js';

afterEach(stopAll);

const ONE = { stripeAccount: 'acct_one' };
const TWO = { stripeAccount: 'acct_two' };

const PAID: Stripe.PaymentIntentCreateParams = {
  amount: 1500,
  currency: 'eur',
  confirm: true,
  payment_method: 'pm_card_createDispute',
};

describe('connected accounts', () => {
  it('hide every object of one from the platform and from each other, ids known or not', async () => {
    const stripe = client(await start({ accounts: ['acct_one', 'acct_two'] }));
    const session = await stripe.checkout.sessions.create(sessionParams(), ONE);
    const held = { ...PAID, payment_method: 'pm_card_visa' };
    const intent = await stripe.paymentIntents.create(PAID, ONE);
    const refunded = await stripe.paymentIntents.create(held, ONE);
    const refund = await stripe.refunds.create({ payment_intent: refunded.id }, ONE);
    const [dispute] = (await stripe.disputes.list({}, ONE)).data;
    const [event] = (await stripe.events.list({}, ONE)).data;
    for (const other of [{}, TWO]) {
      const reads = [
        stripe.checkout.sessions.retrieve(session.id, {}, other),
        stripe.checkout.sessions.expire(session.id, {}, other),
        stripe.paymentIntents.retrieve(intent.id, {}, other),
        stripe.paymentIntents.cancel(intent.id, {}, other),
        stripe.charges.retrieve(intent.latest_charge as string, {}, other),
        stripe.refunds.create({ payment_intent: refunded.id }, other),
        stripe.refunds.retrieve(refund.id, {}, other),
        stripe.disputes.retrieve(dispute!.id, {}, other),
        stripe.events.retrieve(event!.id, {}, other),
      ];
      for (const read of reads) await expect(read).rejects.toMatchObject({ statusCode: 404, code: 'resource_missing' });
      const lists = [stripe.checkout.sessions, stripe.paymentIntents, stripe.charges, stripe.refunds, stripe.events];
      for (const list of lists) expect((await list.list({}, other)).data).toEqual([]);
    }
  });

  it('that are unknown are refused: as the account of a request, as a destination, and when asked for', async () => {
    const stripe = client(await start({ accounts: ['acct_one'] }));
    await expect(stripe.checkout.sessions.create(sessionParams(), TWO)).rejects.toMatchObject({
      statusCode: 403,
      code: 'account_invalid',
    });
    await expect(stripe.accounts.retrieve('acct_two')).rejects.toMatchObject({ statusCode: 403 });
    const transfer_data = { destination: 'acct_two' };
    await expect(stripe.paymentIntents.create({ ...PAID, transfer_data })).rejects.toMatchObject({
      code: 'resource_missing',
      param: 'transfer_data[destination]',
    });
    await expect(
      stripe.checkout.sessions.create(sessionParams({ payment_intent_data: { on_behalf_of: 'acct_two' } })),
    ).rejects.toMatchObject({ param: 'payment_intent_data[on_behalf_of]' });
  });

  it('receive destination charges, whose objects are the platform’s and name them', async () => {
    const stripe = client(await start({ accounts: ['acct_one'] }));
    const intent = await stripe.paymentIntents.create({
      ...PAID,
      payment_method: 'pm_card_visa',
      application_fee_amount: 100,
      on_behalf_of: 'acct_one',
      transfer_data: { destination: 'acct_one' },
      expand: ['latest_charge'],
    });
    expect(intent).toMatchObject({
      application_fee_amount: 100,
      on_behalf_of: 'acct_one',
      transfer_data: { destination: 'acct_one' },
      latest_charge: { application_fee_amount: 100, transfer_data: { destination: 'acct_one' } },
    });
    expect((await stripe.paymentIntents.list({}, ONE)).data).toEqual([]);
    const back = { payment_intent: intent.id, reverse_transfer: true, refund_application_fee: true };
    expect((await stripe.refunds.create(back)).transfer_reversal).toMatch(/^trr_/);
  });

  it('are created, listed and read, and see themselves only', async () => {
    const stripe = client(await start({ accounts: [] }));
    const made = await stripe.accounts.create({
      country: 'US',
      email: 'seller@example.com',
      metadata: { tenant: 't1' },
    });
    expect(made).toMatchObject({ charges_enabled: true, default_currency: 'usd', metadata: { tenant: 't1' } });
    expect((await stripe.accounts.list()).data.map(({ id }) => id)).toEqual([made.id]);
    const self = { stripeAccount: made.id };
    expect((await stripe.accounts.retrieveCurrent({}, self)).id).toBe(made.id);
    const other = await stripe.accounts.create({});
    await expect(stripe.accounts.retrieve(other.id, {}, self)).rejects.toMatchObject({ statusCode: 403 });
  });

  it('tell the platform’s connect endpoint, with their id, when they may no longer take money or have left', async () => {
    const hook = await receiver();
    const platform = await receiver();
    const emulator = await start({ accounts: ['acct_one'] });
    const stripe = client(emulator);
    await stripe.webhookEndpoints.create({ url: hook.url, enabled_events: ['*'], connect: true });
    await stripe.webhookEndpoints.create({ url: platform.url, enabled_events: ['*'] });
    await control(emulator, 'accounts/acct_one/update', { charges_enabled: false });
    await hook.until(1);
    expect(hook.received[0]!.event).toMatchObject({
      type: 'account.updated',
      account: 'acct_one',
      data: { object: { charges_enabled: false }, previous_attributes: { charges_enabled: true } },
    });
    await expect(stripe.checkout.sessions.create(sessionParams(), ONE)).rejects.toMatchObject({ statusCode: 400 });
    const transfer_data = { destination: 'acct_one' };
    await expect(stripe.paymentIntents.create({ ...PAID, transfer_data })).rejects.toMatchObject({
      code: 'insufficient_capabilities_for_transfer',
    });
    await control(emulator, 'accounts/acct_one/deauthorize');
    await hook.until(2);
    expect(hook.types()).toEqual(['account.updated', 'account.application.deauthorized']);
    await expect(stripe.events.list({}, ONE)).rejects.toMatchObject({ statusCode: 403, code: 'account_invalid' });
    expect(platform.received).toEqual([]);
  });
});
