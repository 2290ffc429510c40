import type { Outcome } from './matrix.js';
import { PART, type Purchase } from './purchase.js';
import { TurnedAway, type Means, type Told } from './ways/way-to-pay.js';

/** What everybody but us does for an outcome, from a payment that was opened. */
export const OUTCOMES: Readonly<Record<Outcome, (purchase: Purchase) => Promise<unknown>>> = {
  paid,
  declined: (purchase) => told(purchase, 'declined card', 'declined'),
  'declined, then paid on the same session': async (purchase) => {
    await told(purchase, 'declined card', 'declined');
    await paid(purchase);
  },
  '3-D Secure, not answered': (purchase) => told(purchase, 'card that asks', 'asked'),
  '3-D Secure, passed': (purchase) => challenged(purchase, true),
  '3-D Secure, failed': (purchase) => challenged(purchase, false),
  '3-D Secure, failed, then paid': async (purchase) => {
    await challenged(purchase, false);
    await paid(purchase);
  },
  'bank debit, undecided': (purchase) => told(purchase, 'debit', 'in flight'),
  'bank debit, succeeded past our time': (purchase) => debited(purchase, true),
  'bank debit, failed past our time': (purchase) => debited(purchase, false),
  'bank debit, failed past our time, then paid': async (purchase) => {
    await debited(purchase, false);
    await paid(await purchase.again());
  },
  'not paid in our time': async (purchase) => purchase.waits(),
  'ended at the provider': ({ way }) => way.endAtProvider(),
  'refunded in full': (purchase) => refunded(purchase),
  'refunded in part': (purchase) => refunded(purchase, PART),
  'refunded in part, not there yet': (purchase) => owed(purchase, PART),
  'refund failed': async (purchase) => {
    await owed(purchase, PART);
    await refundEnds(purchase, false);
  },
  'refunded in part at the provider': async (purchase) => {
    await sold(purchase);
    const payment_intent = await payment(purchase);
    await purchase.shop.provider.post('/v1/refunds', { payment_intent, amount: String(PART) });
  },
  disputed: (purchase) => disputed(purchase),
  'disputed, won': (purchase) => disputed(purchase, true),
  'disputed, lost': (purchase) => disputed(purchase, false),
};

/** Pays with something, and hears this of it. */
async function told({ way }: Purchase, means: Means, wanted: Told): Promise<void> {
  const answer = await way.pay(means);
  if (answer !== wanted) throw new TurnedAway(`${means}: ${answer}`);
}

async function paid(purchase: Purchase): Promise<void> {
  await told(purchase, 'good card', 'paid');
}

async function challenged(purchase: Purchase, confirmed: boolean): Promise<void> {
  await told(purchase, 'card that asks', 'asked');
  await purchase.way.answerBank(confirmed);
}

/** The bank answers when our own time is over, which goes on while money is on its way. */
async function debited(purchase: Purchase, succeeds: boolean): Promise<void> {
  await told(purchase, 'debit', 'in flight');
  await purchase.reaches('in flight');
  await purchase.outlastsItsTime();
  await purchase.way.settleDebit(succeeds);
  await purchase.shop.street.heard(purchase.shop.account);
}

async function sold(purchase: Purchase): Promise<void> {
  await paid(purchase);
  await purchase.reaches('sold');
}

/** A refund by the seller that arrives. */
async function refunded(purchase: Purchase, amount?: number): Promise<void> {
  await sold(purchase);
  await refund(purchase, amount);
  if (purchase.shop.rail === 'OFFLINE') await refundEnds(purchase, true);
}

/** A refund by the seller that takes its time. */
async function owed(purchase: Purchase, amount: number): Promise<void> {
  await sold(purchase);
  await purchase.shop.provider.control('refund_plans', { outcome: 'stays-pending', times: 1 });
  await refund(purchase, amount);
  await purchase.reaches('on its way back');
}

async function refund({ shop, id }: Purchase, amount?: number): Promise<void> {
  const answer = await (await shop.books()).refund(id, amount);
  expect(answer).toMatchObject({ __typename: 'RefundOrderSucceeded' });
}

/** The answer of the buyer's bank to a refund, or of the seller who pays it back by hand. */
async function refundEnds(purchase: Purchase, succeeds: boolean): Promise<void> {
  const { shop, id } = purchase;
  if (shop.rail === 'OFFLINE') {
    const books = await shop.books();
    const owing = await books.of(id, 'TO_PAY_BACK');
    await books.paidBack(owing.id, owing.refunds[0].id);
    return;
  }
  const { data } = await shop.provider.get(`/v1/refunds?payment_intent=${await payment(purchase)}`);
  await shop.provider.control(`refunds/${data[0].id}/settle`, { succeeds });
}

/** The buyer's bank takes the payment back, and decides on it. */
async function disputed(purchase: Purchase, won?: boolean): Promise<void> {
  await sold(purchase);
  const { provider } = purchase.shop;
  const { data } = await provider.get(`/v1/charges?payment_intent=${await payment(purchase)}`);
  const { id } = await provider.control(`charges/${data[0].id}/dispute`);
  if (won === undefined) return;
  await purchase.reaches('disputed');
  await provider.control(`disputes/${id}/close`, { succeeds: won });
}

/** The payment at the provider that was made for a purchase. */
async function payment({ shop, id }: Purchase): Promise<string> {
  const intents = await shop.provider.intents(id);
  return intents.find(({ status }) => status === 'succeeded').id;
}
