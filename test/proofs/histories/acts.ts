import { PaymentRail } from '@comptoir/tenant-kit';
import { setTimeout as sleep } from 'node:timers/promises';
import { key } from '../../setup/client.js';
import { PayingMachine } from '../../setup/paying-machine.js';
import { PaymentForm } from '../../setup/payment-form.js';
import { submitPage } from '../../setup/shopping.js';
import { ACCOUNTS } from '../crash/kinds.js';
import type { Random } from '../framework/random.js';
import { WEBHOOK_SECRET } from '../framework/world.js';
import { control, eventsOf, post, signed } from '../webhooks/deliveries.js';
import type { Purchase } from './purchase.js';
import type { Town } from './town.js';

const MINUTE_MS = 60_000;
/** As callers name them; transfers are chosen twice as often, and now and then nobody names one. */
const RAILS = [...Object.keys(PaymentRail), 'OFFLINE', null];
const BUTTONS = [
  'pay',
  'pay',
  'decline',
  'authenticate',
  'bank_confirms',
  'bank_refuses',
  'debit_succeeds',
  'debit_fails',
];
const METHODS = [
  'pm_card_visa',
  'pm_card_chargeDeclined',
  'pm_card_authenticationRequired',
  'pm_usBankAccount_success',
];
const RESULT = '__typename ... on Problem { code }';

/** One thing that somebody does to a purchase, in whatever state that is. A refusal is an answer; only a bug throws. */
type Act = (purchase: Purchase, random: Random) => Promise<unknown>;

const pay: Act = (purchase, random) => purchase.openPayment(random.pick(RAILS));

/** With whatever means, on whatever was told last, or before: that may be over. */
const useWay: Act = async (purchase, random) => {
  const { town } = purchase;
  const told = random.next() < 0.8 ? purchase.told.at(-1) : purchase.told[0];
  switch (told?.__typename) {
    case 'PayAtUrl':
      return submitPage(told.url, random.pick(BUTTONS));
    case 'ConfirmPayment': {
      const [id = ''] = told.clientSecret.split('_secret_');
      if (id.startsWith('pi_')) return new PaymentForm(town, told).confirm(random.pick(METHODS));
      const secret = encodeURIComponent(told.clientSecret);
      return submitPage(`${town.stripe.url}/c/pay/${id}?client_secret=${secret}`, random.pick(BUTTONS));
    }
    case 'AnswerChallenge':
      return challenge(purchase, told, random.pick(METHODS));
    case 'PayOffline':
      return decide(purchase, random.pick(['PAID', 'PAID', 'REFUSED']));
    default:
      return null;
  }
};

async function challenge({ town, kind }: Purchase, told: any, method: string): Promise<unknown> {
  const machine = new PayingMachine(town, kind.name === 'connected' ? (ACCOUNTS[1] ?? null) : null);
  const { answer, challenge: asked, request } = await machine.challenge(told.challengeUrl);
  if (answer.status !== 402 || !request) return null;
  const token = await machine.token(request, method);
  return machine.challenge(told.challengeUrl, machine.credential(asked, request.externalId, token));
}

async function decide({ town, id, kind }: Purchase, outcome: string): Promise<void> {
  const seller = await town.seller(kind.name);
  const open = await town.world.db.collection('offline_payments').find({ checkoutId: id }).toArray();
  for (const { _id } of open) {
    const paymentId = String(_id).slice(kind.name.length + 1);
    await seller.ask(
      `mutation ($tenantId: ID!, $input: DecideOfflinePaymentInput!, $key: IdempotencyKey) {
        decideOfflinePayment(tenantId: $tenantId, input: $input, idempotencyKey: $key) { ${RESULT} } }`,
      { tenantId: kind.name, input: { paymentId, outcome }, key: key() },
    );
  }
}

/** What the provider calls everything that a purchase was ever to be paid by. */
function named({ told }: Purchase): { what: string; id: string }[] {
  const ids = told.map((way) => way.url?.split('/').at(-1) ?? way.clientSecret?.split('_secret_')[0]);
  return [...new Set<string>(ids.filter(Boolean))].map((id) => {
    return { what: id.startsWith('pi_') ? 'payment_intents' : 'sessions', id };
  });
}

/** The bank makes up its mind about every debit of a purchase. It has nothing to say of what is none. */
export async function settle(purchase: Purchase, succeeds: boolean): Promise<void> {
  for (const { what, id } of named(purchase)) {
    await control(purchase.town.stripe, `${what}/${id}/settle`, { succeeds }).catch(() => null);
  }
}

/** And about every refund that takes its time. */
export async function settleRefunds({ world, stripe }: Town, random: Random): Promise<void> {
  const checkouts = await world.db.collection('checkouts').find({ 'payment.refunds.state': 'pending' }).toArray();
  const refunds = checkouts.flatMap(({ payment }) => payment.refunds as { state: string; providerId: string | null }[]);
  for (const { state, providerId } of refunds) {
    if (state !== 'pending' || !providerId?.startsWith('re_')) continue;
    await control(stripe, `refunds/${providerId}/settle`, { succeeds: random.next() < 0.8 }).catch(() => null);
  }
}

/** A page ends at the provider, without us. */
const lapse: Act = async (purchase) => {
  for (const { what, id } of named(purchase)) {
    if (what === 'sessions') await control(purchase.town.stripe, `sessions/${id}/expire`).catch(() => null);
  }
};

/** Some of what the provider has to tell of it, some of it more than once, in any order. */
const hear: Act = async ({ town, id }, random) => {
  const events = await eventsOf(town.stripe, id);
  const told = random.shuffled([...events, ...events]).slice(0, random.between(1, 6));
  for (const { body } of told) await post(town.url, signed(body, WEBHOOK_SECRET, town.clock.now().getTime()));
};

const refund: Act = async ({ town, id, kind }, random) => {
  const amount = random.pick([null, 1, 300, 700]);
  await (
    await town.seller(kind.name)
  ).ask(
    `mutation ($tenantId: ID!, $input: RefundOrderInput!, $key: IdempotencyKey) {
      refundOrder(tenantId: $tenantId, input: $input, idempotencyKey: $key) { ${RESULT} } }`,
    { tenantId: kind.name, input: { orderId: id, ...(amount ? { amount } : {}) }, key: key() },
  );
};

/** A while in which gateways do what is due by themselves. */
const wait: Act = async ({ town }, random) => {
  town.clock.advance(random.pick([1, 1, 1, 1, 10, 31, 61, 121, 25 * 60]) * MINUTE_MS);
  await sleep(random.between(0, 60));
};

/** Whatever a seller has promised to give back by hand. */
export async function payBack(town: Town, tenantId: string): Promise<void> {
  const seller = await town.seller(tenantId);
  const { nodes } = await seller.ask(
    `query ($tenantId: ID!) { offlinePayments(tenantId: $tenantId, waiting: TO_PAY_BACK, first: 100) {
      nodes { id refunds { id state } } } }`,
    { tenantId },
  );
  for (const { id: paymentId, refunds } of nodes) {
    for (const { id: refundId } of refunds) {
      await seller.ask(
        `mutation ($tenantId: ID!, $input: ConfirmOfflineRefundInput!, $key: IdempotencyKey) {
          confirmOfflineRefund(tenantId: $tenantId, input: $input, idempotencyKey: $key) { ${RESULT} } }`,
        { tenantId, input: { paymentId, refundId }, key: key() },
      );
    }
  }
}

const email: Act = async (purchase, random) =>
  (await purchase.buyer()).update(purchase.id, { email: `buyer${random.between(1, 9)}@example.com` });
const look: Act = async (purchase) => (await purchase.buyer()).status(purchase.id);
const cancel: Act = async (purchase) => (await purchase.buyer()).cancel(purchase.id);
const retry: Act = async (purchase) => (await purchase.buyer()).retry(purchase.id);
const debit: Act = (purchase, random) => settle(purchase, random.next() < 0.7);
const ship: Act = async (purchase) => (await purchase.buyer()).select(purchase.id, 'poste', 'standard');

/** What may happen, by how often it does. */
const ACTS: Readonly<Record<string, readonly [weight: number, act: Act]>> = {
  pay: [6, pay],
  useWay: [9, useWay],
  debit: [2, debit],
  lapse: [1, lapse],
  hear: [3, hear],
  look: [2, look],
  wait: [2, wait],
  email: [2, email],
  ship: [1, ship],
  cancel: [1, cancel],
  retry: [1, retry],
  refund: [2, refund],
};

const ALL = Object.entries(ACTS).flatMap(([name, [weight, act]]) =>
  Array.from({ length: weight }, () => ({ name, act })),
);

export function anyAct(random: Random): { name: string; act: Act } {
  return random.pick(ALL);
}
