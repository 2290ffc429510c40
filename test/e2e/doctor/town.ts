import { setMoney } from '../../setup/money.js';
import { openForm } from '../../setup/payment-form.js';
import { startProduct, type Product } from '../../setup/product.js';
import { ProviderView, sessionOf } from '../../setup/provider-view.js';
import { PARIS, submitPage, until, type Shopping } from '../../setup/shopping.js';
import { deliver, eventAbout } from '../../setup/webhooks.js';
import { key } from '../../setup/client.js';
import { signIn } from '../../setup/sign-in.js';
import { openForeignPage } from './foreign-page.js';
import { openHost } from './host.js';
import { family, openTenant } from '../../setup/tenants.js';
import { Bookkeeper, OFFLINE_ONLY } from '../offline/transfers.js';
import { openDirectory, openTheatre, takeSeats } from '../handoff/sellers.js';
import { visitor } from '../stays/rentals.js';

const KINDS = [
  '@comptoir/kind-retail',
  '@comptoir/kind-directory-handoff',
  '@comptoir/kind-vacation-rental',
  '@comptoir/fixture-kind-seats',
];

const MINUTE = 60_000;

const POSTER = family('poster', 'Poster', 'Art', { sku: 'POSTER', price: 900, stock: 10, weightGrams: 300 });

/** What happened in town, by `_id` of the checkout. Every way that a checkout can go is there once at least. */
export interface Town {
  readonly product: Product;
  /** Two mugs and a lamp, paid. */
  readonly paid: string;
  /** A mug, paid and partly given back. */
  readonly refunded: string;
  /** Something without stock, paid on a page of the seller's own, and the same still to be paid. */
  readonly form: string;
  readonly openForm: string;
  /** Something without stock, paid. */
  readonly digital: string;
  /** Something without stock, paid in the seller's own account and partly given back, and the same passed on to it. */
  readonly direct: string;
  readonly passedOn: string;
  /** Two mugs, waiting for their buyer. */
  readonly pending: string;
  /** One mug, with a page to pay at, and one before it that was closed. */
  readonly paying: string;
  /** One mug whose money is on its way. */
  readonly processing: string;
  readonly cancelled: string;
  readonly expired: string;
  /** Paid after it was cancelled; the money went back. */
  readonly late: string;
  /** A stay for a locked price, paid, and one that waits for its guest. */
  readonly stay: string;
  readonly heldStay: string;
  /** Seats of a show: A1 is sold, B1 is held. */
  readonly seats: string;
  readonly heldSeats: string;
  readonly handedOff: string;
  /** By bank transfer: paid, with a part that its seller owes; waited for; and one that did not come. */
  readonly transferred: string;
  readonly transferring: string;
  readonly untransferred: string;
}

/** A town full of sellers of every kind, in which real buyers did everything that buyers do. */
export async function buildTown(): Promise<Town> {
  // Events are read once, at boot: their list has a place, and nothing of the town depends on it.
  const product = await startProduct({ kinds: KINDS, pollEveryMs: 60 * MINUTE });
  try {
    return { product, ...(await fill(product)) };
  } catch (error) {
    // What is left running would keep Jest from ending.
    await product.stop();
    throw error;
  }
}

async function fill(product: Product): Promise<Omit<Town, 'product'>> {
  await openDirectory(product, 'guide', 'https://seller.example/p/{productId}');
  await openTheatre(product, 'theatre');
  await openHost(product);
  const expired = await expireOne(product);
  const buyer = await product.guest();
  return {
    expired,
    ...(await shop(product, buyer)),
    late: await payTooLate(product, buyer),
    ...(await payTheSeller(product, buyer)),
    ...(await bookStays(product)),
    ...(await takePlaces(product)),
    handedOff: await handOff(product),
    ...(await transfer(product)),
  };
}

/** First of all, since half an hour has to pass for it. */
async function expireOne(product: Product): Promise<string> {
  const buyer = await product.guest();
  const { id } = await buyer.toPayment({ MUG: 1 });
  product.clock.advance(32 * MINUTE);
  product.stripe.advanceClock(0);
  return at(buyer, await ended(buyer, id, 'expired'));
}

async function shop(product: Product, buyer: Shopping) {
  const paid = await pay(buyer, await buyer.toPayment({ MUG: 2, LAMP: 1 }));
  const refunded = await pay(buyer, await buyer.toPayment({ MUG: 1 }));
  await giveBack(product, refunded, 500);
  // Two carts want the last lamp: one checkout holds it, the other one is undone.
  const carts = [await buyer.cart({ LAMP: 1 }), await buyer.cart({ LAMP: 1 })];
  for (const cart of carts) await buyer.start(cart);
  const digital = await pay(buyer, await buyer.toPayment({ PATTERN: 1 }));
  const bought = await openForm(product, buyer);
  await bought.form.confirm('pm_card_visa');
  await ended(buyer, bought.id, 'completed');
  const open = await openForm(product, buyer);
  const pending = (await buyer.start(await buyer.cart({ MUG: 2 }), { shippingAddress: PARIS })).checkout.id;
  const paying = (await buyer.toPayment({ MUG: 1 })).id;
  await buyer.select(paying, 'poste', 'express');
  await buyer.pay(paying);
  const inFlight = await buyer.toPayment({ MUG: 1 });
  await submitPage(inFlight.url, 'debit_succeeds');
  await until(
    () => buyer.status(inFlight.id),
    ({ paymentSession }) => paymentSession.state === 'processing',
    'the money to be in flight',
  );
  const cancelled = (await buyer.toPayment({ MUG: 1 })).id;
  await buyer.cancel(cancelled);
  await product.receipts(paid);
  await product.receipts(digital);
  return {
    paid: at(buyer, paid),
    refunded: at(buyer, refunded),
    form: at(buyer, bought.id),
    openForm: at(buyer, open.id),
    digital: at(buyer, digital),
    pending: at(buyer, pending),
    paying: at(buyer, paying),
    processing: at(buyer, inFlight.id),
    cancelled: at(buyer, await ended(buyer, cancelled, 'cancelled')),
  };
}

async function giveBack({ gateway }: Product, orderId: string, amount: number): Promise<void> {
  const seller = await signIn(gateway, 'alpha', 'tenant-admin');
  const answer = await seller.ask(
    `mutation ($input: RefundOrderInput!, $key: IdempotencyKey) {
      refundOrder(tenantId: "alpha", input: $input, idempotencyKey: $key) {
        __typename ... on RefundOrderSucceeded { refund { state } } } }`,
    { input: { orderId, amount }, key: key() },
  );
  if (answer.refund?.state !== 'succeeded') throw new Error(`Nothing was given back: ${JSON.stringify(answer)}`);
}

/** Through another page of the same account, opened before the checkout was cancelled. */
async function payTooLate(product: Product, buyer: Shopping): Promise<string> {
  const provider = new ProviderView(product);
  const { id, url, total } = await buyer.toPayment({ MUG: 1 });
  const { metadata } = await provider.get(`/v1/checkout/sessions/${sessionOf(url)}`);
  const other = await openForeignPage(product, metadata, total);
  await buyer.cancel(id);
  await submitPage(other.url, 'pay');
  const late = await provider.get(`/v1/checkout/sessions/${other.id}`);
  await deliver(product, eventAbout(late, 'checkout.session.completed', 'evt_late'));
  await until(
    () => provider.money(id),
    ({ refunded }) => refunded === total,
    'the money to go back',
  );
  return at(buyer, await ended(buyer, id, 'cancelled'));
}

/** Less a fee, in both ways. */
async function payTheSeller(product: Product, buyer: Shopping): Promise<Pick<Town, 'direct' | 'passedOn'>> {
  const paid: string[] = [];
  for (const mode of ['direct', 'destination']) {
    await setMoney(product, 'alpha', { mode, account: 'acct_seller', fee: { basisPoints: 500 } });
    const { id, url } = await buyer.toPayment({ PATTERN: 2 });
    await submitPage(url, 'pay');
    product.clock.advance(6000);
    paid.push(await ended(buyer, id, 'completed'));
    await giveBack(product, id, 100);
    await product.receipts(id);
  }
  await setMoney(product, 'alpha', { mode: 'platform' });
  const [direct = '', passedOn = ''] = paid;
  return { direct: at(buyer, direct), passedOn: at(buyer, passedOn) };
}

async function bookStays(product: Product) {
  const guest = await visitor(product, 'hosts');
  const bought = await guest.toPage({ from: 10, quoteId: await guest.quoteId({ from: 10 }) });
  const stay = await pay(guest, bought);
  const held = await guest.book({ from: 20, quoteId: await guest.quoteId({ from: 20 }) });
  await product.receipts(stay);
  return { stay: at(guest, stay), heldStay: at(guest, held.checkout.id) };
}

async function takePlaces(product: Product) {
  const buyer = await product.guest('theatre');
  const bought = (await takeSeats(buyer, ['A1', 'A2'])).checkout.id;
  const { checkout } = await buyer.pay(bought);
  await pay(buyer, { id: bought, url: checkout.nextAction.url });
  const held = (await takeSeats(buyer, ['B1'])).checkout.id;
  await product.receipts(bought);
  return { seats: at(buyer, bought), heldSeats: at(buyer, held) };
}

async function handOff(product: Product): Promise<string> {
  const buyer = await product.guest('guide');
  const { checkout } = await buyer.start(await buyer.cart({ MUG: 1 }));
  return at(buyer, checkout.id);
}

async function transfer(product: Product) {
  await openTenant(product, 'transfers', { payment: OFFLINE_ONLY }, [POSTER]);
  const buyer = await product.guest('transfers');
  const keeper = new Bookkeeper(await product.seller('transfers'), 'transfers');
  const told = async (): Promise<string> => (await buyer.toPayment({ POSTER: 1 })).id;
  const transferred = await told();
  await keeper.decide((await keeper.of(transferred)).id, 'PAID');
  await keeper.refund(transferred, 300);
  await keeper.refund(transferred, 200);
  const untransferred = await told();
  await keeper.decide((await keeper.of(untransferred)).id, 'REFUSED');
  await product.receipts(transferred);
  const transferring = await told();
  return {
    transferred: at(buyer, transferred),
    transferring: at(buyer, transferring),
    untransferred: at(buyer, await ended(buyer, untransferred, 'cancelled')),
  };
}

async function pay(buyer: Shopping, { id, url }: { id: string; url: string }): Promise<string> {
  await submitPage(url, 'pay');
  return ended(buyer, id, 'completed');
}

async function ended(buyer: Shopping, id: string, status: string): Promise<string> {
  await until(
    () => buyer.status(id),
    (shown) => shown.status === status && shown.terminal,
    `${id} to be ${status}`,
  );
  return id;
}

function at(buyer: Shopping, id: string): string {
  return `${buyer.tenantId}/${id}`;
}
