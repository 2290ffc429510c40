/** Ways to be paid, as callers name them. */
export const RAILS = [
  'STRIPE_CHECKOUT',
  'STRIPE_EMBEDDED',
  'STRIPE_ELEMENTS',
  'STRIPE_INTENT',
  'STRIPE_MPP',
  'OFFLINE',
] as const;
export type Rail = (typeof RAILS)[number];

/** Where everything stands in the end, as buyer, seller and operator see it. */
export interface End {
  /** `Checkout.status`. */
  readonly checkout: string;
  /** `Checkout.paymentSession.state`. */
  readonly payment: string;
  /** `Checkout.order.status`. */
  readonly order: string;
  /** `Checkout.refundState`. */
  readonly refund: string;
  /** `Checkout.dispute`. */
  readonly dispute: string;
  /** What `Checkout.nextAction` tells the buyer; `pay` is what it is called on the rail. */
  readonly next: string;
  readonly goods: 'held' | 'sold' | 'free';
  /** Of the total, at the provider: what came, less what went back or is on its way back. */
  readonly kept: 'nothing' | 'a part' | 'everything';
}

const WAITING: End = {
  checkout: 'payment_pending',
  payment: 'open',
  order: 'none',
  refund: 'none',
  dispute: 'none',
  next: 'pay',
  goods: 'held',
  kept: 'nothing',
};
const SOLD: End = {
  ...WAITING,
  checkout: 'completed',
  payment: 'paid',
  order: 'paid',
  next: 'Done',
  goods: 'sold',
  kept: 'everything',
};

/** Every end there is. */
export const ENDS = {
  sold: SOLD,
  waiting: WAITING,
  'in flight': { ...WAITING, payment: 'processing', next: 'Wait' },
  unpaid: { ...WAITING, checkout: 'pending', payment: 'closed', next: 'OpenPaymentSession' },
  expired: { ...WAITING, checkout: 'expired', payment: 'closed', next: 'StartOver', goods: 'free' },
  cancelled: { ...WAITING, checkout: 'cancelled', payment: 'closed', next: 'StartOver', goods: 'free' },
  'given back': { ...SOLD, refund: 'succeeded', kept: 'nothing' },
  'partly given back': { ...SOLD, refund: 'succeeded', kept: 'a part' },
  'on its way back': { ...SOLD, refund: 'pending', kept: 'a part' },
  'not given back': { ...SOLD, refund: 'failed' },
  disputed: { ...SOLD, dispute: 'open' },
  'dispute won': { ...SOLD, dispute: 'won' },
  'dispute lost': { ...SOLD, dispute: 'lost' },
} satisfies Record<string, End>;
export type EndName = keyof typeof ENDS;

/** What cannot be on a rail, and why. Whoever tries is turned away and leaves the end `stays`; null where nobody can try. */
export interface Impossible {
  readonly because: string;
  readonly stays: EndName | null;
}
export type Cell = EndName | Impossible;

const impossible = (because: string, stays: EndName | null = null): Impossible => ({ because, stays });

const NO_PERSON = impossible(
  'A machine has nobody who could answer the bank: the token is turned away, another one may pay',
  'waiting',
);
const CARDS_ALONE = impossible(
  'Only tokens of cards are taken, and cards answer at once: any other is turned away, another one may pay',
  'waiting',
);
const NO_CARD = impossible('A seller who is paid by transfer alone takes no cards', 'waiting');
const NO_DEBIT = impossible(
  'A seller who is paid by transfer alone debits nobody: the buyer sends the money',
  'waiting',
);
const LAST_WORD = impossible('The seller’s word that no money came ends the checkout', 'cancelled');
const NO_PROVIDER = impossible('There is no provider: the books are ours, and a transfer is not taken back by a bank');
const BY_HAND = impossible('The seller pays back by hand: nobody refuses that');

/** The same end on each rail of Stripe. */
const stripe = <T extends Cell>(cell: T) => ({
  STRIPE_CHECKOUT: cell,
  STRIPE_EMBEDDED: cell,
  STRIPE_ELEMENTS: cell,
  STRIPE_INTENT: cell,
  STRIPE_MPP: cell,
});

/** What happens to a payment, and the end of it on each rail. */
export const MATRIX = {
  paid: { ...stripe('sold'), OFFLINE: 'sold' },
  declined: { ...stripe('waiting'), OFFLINE: 'cancelled' },
  'declined, then paid on the same session': { ...stripe('sold'), OFFLINE: LAST_WORD },
  '3-D Secure, not answered': { ...stripe('waiting'), OFFLINE: NO_CARD },
  '3-D Secure, passed': { ...stripe('sold'), STRIPE_MPP: NO_PERSON, OFFLINE: NO_CARD },
  '3-D Secure, failed': { ...stripe('waiting'), OFFLINE: NO_CARD },
  '3-D Secure, failed, then paid': { ...stripe('sold'), OFFLINE: NO_CARD },
  'bank debit, undecided': { ...stripe('in flight'), STRIPE_MPP: CARDS_ALONE, OFFLINE: NO_DEBIT },
  'bank debit, succeeded past our time': { ...stripe('sold'), STRIPE_MPP: CARDS_ALONE, OFFLINE: NO_DEBIT },
  'bank debit, failed past our time': {
    ...stripe('unpaid'),
    STRIPE_INTENT: 'waiting',
    STRIPE_MPP: CARDS_ALONE,
    OFFLINE: NO_DEBIT,
  },
  'bank debit, failed past our time, then paid': { ...stripe('sold'), STRIPE_MPP: CARDS_ALONE, OFFLINE: NO_DEBIT },
  'not paid in our time': { ...stripe('expired'), OFFLINE: 'expired' },
  'ended at the provider': { ...stripe('unpaid'), OFFLINE: NO_PROVIDER },
  'refunded in full': { ...stripe('given back'), OFFLINE: 'given back' },
  'refunded in part': { ...stripe('partly given back'), OFFLINE: 'partly given back' },
  'refunded in part, not there yet': { ...stripe('on its way back'), OFFLINE: 'on its way back' },
  'refund failed': { ...stripe('not given back'), OFFLINE: BY_HAND },
  'refunded in part at the provider': { ...stripe('partly given back'), OFFLINE: NO_PROVIDER },
  disputed: { ...stripe('disputed'), OFFLINE: NO_PROVIDER },
  'disputed, won': { ...stripe('dispute won'), OFFLINE: NO_PROVIDER },
  'disputed, lost': { ...stripe('dispute lost'), OFFLINE: NO_PROVIDER },
} satisfies Record<string, Record<Rail, Cell>>;
export type Outcome = keyof typeof MATRIX;
