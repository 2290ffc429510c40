import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type Stripe from 'stripe';
import { client, press, sessionParams, start, stopAll } from './spec-support/harness.fixture.js';
import type { Schema } from './spec-support/schema-check.fixture.js';
import { interfaceProblems, schemaProblems } from './spec-support/schema-check.fixture.js';

/** Beside the checkout where there is one; the checks that need it are skipped elsewhere. */
const OPENAPI = '../shared/reference/stripe/openapi-subset.2026-10-28.endive.json';
const TYPES = join(process.cwd(), 'node_modules/stripe/esm/resources');

afterEach(stopAll);

/** Takes payments in every way the emulator knows and returns everything it shows. */
async function everything() {
  const emulator = await start();
  const stripe = client(emulator);
  const create = (more: Parameters<typeof sessionParams>[0] = {}) =>
    stripe.checkout.sessions.create(sessionParams(more));
  const shipping_options: Stripe.Checkout.SessionCreateParams.ShippingOption[] = [
    { shipping_rate_data: { display_name: 'Post', fixed_amount: { amount: 300, currency: 'eur' } } },
  ];
  for (const choice of ['pay', 'decline', 'debit_succeeds', 'debit_fails']) {
    await press((await create({ shipping_options, customer_email: 'a@example.com' })).url, choice);
  }
  await stripe.checkout.sessions.expire((await create()).id);
  emulator.advanceClock(60_000);
  const held = await stripe.paymentIntents.create({
    amount: 900,
    currency: 'eur',
    capture_method: 'manual',
    confirm: true,
    payment_method: 'pm_card_visa',
  });
  await stripe.paymentIntents.capture(held.id);
  const asking = { amount: 900, currency: 'eur', confirm: true, payment_method: 'pm_card_authenticationRequired' };
  await stripe.paymentIntents.cancel((await stripe.paymentIntents.create(asking)).id);
  await stripe.refunds.create({ payment_intent: held.id, amount: 100 });
  const endpoint = await stripe.webhookEndpoints.create({
    url: 'http://127.0.0.1:9/',
    enabled_events: ['account.updated'],
  });
  const sessions = (await stripe.checkout.sessions.list({ limit: 100, expand: ['data.shipping_cost.shipping_rate'] }))
    .data;
  return {
    endpoint,
    sessions,
    lines: (await stripe.checkout.sessions.listLineItems(sessions[0]!.id)).data,
    intents: (await stripe.paymentIntents.list({ limit: 100 })).data,
    charges: (await stripe.charges.list({ limit: 100 })).data,
    refunds: (await stripe.refunds.list({ limit: 100 })).data,
    events: (await stripe.events.list({ limit: 100 })).data,
  };
}

const openapi = existsSync(OPENAPI) ? it : it.skip;

describe(`the contract${existsSync(OPENAPI) ? '' : ` (skipped in part: ${OPENAPI} is absent)`}`, () => {
  openapi(
    'holds for every session, intent, refund, line and endpoint, with nothing missing and nothing extra',
    async () => {
      const { components } = JSON.parse(readFileSync(OPENAPI, 'utf8')) as {
        components: { schemas: Record<string, Schema> };
      };
      const all = await everything();
      const check = (name: string, objects: readonly unknown[]): string[] => {
        expect(objects.length).toBeGreaterThan(0);
        return objects.flatMap((object) => schemaProblems(components.schemas, name, object));
      };
      expect(check('Session', all.sessions)).toEqual([]);
      expect(check('PaymentIntent', all.intents)).toEqual([]);
      expect(check('Refund', all.refunds)).toEqual([]);
      expect(check('LineItem', all.lines)).toEqual([]);
      expect(check('WebhookEndpoint', [all.endpoint])).toEqual([]);
      const byType: Record<string, string> = {
        'checkout.session': 'Session',
        payment_intent: 'PaymentIntent',
        refund: 'Refund',
      };
      const told = all.events.flatMap(({ data: { object } }) => {
        const name = byType[(object as { object: string }).object];
        return name === undefined ? [] : schemaProblems(components.schemas, name, object);
      });
      expect(told).toEqual([]);
    },
  );

  it('holds for charges, prices, shipping rates and events by the declarations of the SDK', async () => {
    const { charges, lines, sessions, events } = await everything();
    const check = (name: string, objects: readonly unknown[], file = `${name}s`): string[] => {
      expect(objects.length).toBeGreaterThan(0);
      return objects.flatMap((object) => interfaceProblems(join(TYPES, `${file}.d.ts`), name, object));
    };
    expect(check('Charge', charges)).toEqual([]);
    expect(
      check(
        'Price',
        lines.map(({ price }) => price),
      ),
    ).toEqual([]);
    const rates = sessions
      .map(({ shipping_cost }) => shipping_cost?.shipping_rate)
      .filter((rate) => rate !== undefined);
    expect(check('ShippingRate', rates)).toEqual([]);
    expect(check('EventBase', events, 'Events')).toEqual([]);
    expect(new Set(events.map(({ type }) => type))).toEqual(
      new Set([
        'charge.captured',
        'charge.failed',
        'charge.pending',
        'charge.refunded',
        'charge.succeeded',
        'checkout.session.async_payment_failed',
        'checkout.session.async_payment_succeeded',
        'checkout.session.completed',
        'checkout.session.expired',
        'payment_intent.amount_capturable_updated',
        'payment_intent.canceled',
        'payment_intent.created',
        'payment_intent.payment_failed',
        'payment_intent.processing',
        'payment_intent.requires_action',
        'payment_intent.succeeded',
        'refund.created',
      ]),
    );
  });
});
