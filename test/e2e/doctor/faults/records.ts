import type { CopiedTown } from '../copied-town.js';
import type { Row } from './row.js';

const HOUR = 3_600_000;

export const RECORD_FAULTS: Row[] = [
  {
    code: 'COMPLETED_WITHOUT_ORDER',
    what: 'a buyer who paid and has no order',
    plant: (copy) => copy.remove('orders', copy.town.digital),
  },
  {
    code: 'COMPLETED_WITHOUT_ORDER',
    what: 'a buyer who paid and whose order is still a draft',
    plant: (copy) => copy.set('orders', copy.town.digital, { status: 'created' }),
  },
  {
    code: 'DRAFT_MISSING',
    what: 'an open page without the draft of an order',
    plant: (copy) => copy.remove('orders', copy.town.paying),
  },
  {
    code: 'ORDER_WITHOUT_CHECKOUT',
    what: 'an order of a ghost',
    plant: (copy) => copy.clone('orders', copy.town.digital, { _id: 'alpha/chk_ghost' }),
  },
  {
    code: 'ORDER_PAID_WITHOUT_PAYMENT',
    what: 'an order that is paid before its checkout is',
    plant: (copy) => copy.set('orders', copy.town.paying, { status: 'paid' }),
  },
  {
    code: 'ORDER_LEFT_BEHIND',
    what: 'a draft that outlived its checkout',
    plant: (copy) => copy.clone('orders', copy.town.digital, { _id: copy.town.cancelled, status: 'created' }),
  },
  {
    code: 'ORDER_DIFFERS_FROM_CHECKOUT',
    what: 'an order of somebody else',
    plant: (copy) => copy.set('orders', copy.town.digital, { ownerId: 'guest_other' }),
  },
  {
    code: 'ORDER_CANCELLED_MONEY_KEPT',
    what: 'a cancelled order without a refund',
    plant: (copy) => copy.set('orders', copy.town.digital, { status: 'cancelled' }),
  },
  {
    code: 'SESSION_ROW_MISSING',
    what: 'a payment that no list shows',
    plant: async (copy) => {
      await copy.remove('payment-sessions', await sessionOf(copy, copy.town.digital));
      return copy.town.digital;
    },
  },
  {
    code: 'SESSION_ROW_WRONG',
    what: 'a list that shows a paid session as open',
    plant: async (copy) =>
      copy.set('payment-sessions', await sessionOf(copy, copy.town.digital), {
        status: 'open',
        paymentStatus: 'unpaid',
      }),
  },
  {
    code: 'SESSION_ROW_WRONG',
    what: 'a list that shows another amount',
    plant: async (copy) => copy.set('payment-sessions', await sessionOf(copy, copy.town.paying), { amount: 1 }),
  },
  {
    code: 'SESSION_ROW_OF_NOTHING',
    what: 'a listed session that no checkout knows',
    plant: async (copy) =>
      copy.clone('payment-sessions', await sessionOf(copy, copy.town.digital), { _id: 'alpha/ps_ghost' }),
  },
  {
    code: 'SESSION_ROW_OF_NOTHING',
    what: 'a listed session of a ghost',
    plant: async (copy) =>
      copy.clone('payment-sessions', await sessionOf(copy, copy.town.digital), {
        _id: 'alpha/ps_ghost',
        checkoutId: 'chk_ghost',
      }),
  },
  {
    code: 'DUE_TOO_LATE',
    what: 'a session that is to be listed, one day',
    plant: (copy) => copy.set('checkouts', copy.town.paying, { untoldSessions: ['ps_any'] }),
  },
  {
    code: 'CART_POINTS_TO_DEAD_CHECKOUT',
    what: 'a cart that a cancelled checkout keeps locked',
    plant: async (copy) => copy.set('carts', await cartOf(copy, copy.town.cancelled), lockedBy(copy.town.cancelled)),
  },
  {
    code: 'CART_POINTS_TO_DEAD_CHECKOUT',
    what: 'a cart that a ghost keeps locked',
    plant: async (copy) => copy.set('carts', await cartOf(copy, copy.town.cancelled), lockedBy('alpha/chk_ghost')),
  },
  {
    code: 'CART_OF_ANOTHER',
    what: 'a live checkout whose cart is free',
    plant: async (copy) => {
      await copy.set('carts', await cartOf(copy, copy.town.pending), { checkoutId: null });
      return copy.town.pending;
    },
  },
  {
    code: 'CART_BOUGHT_BY_NOBODY',
    what: 'a cart that is bought by no checkout',
    plant: async (copy) => copy.set('carts', await cartOf(copy, copy.town.cancelled), { completed: true }),
  },
  {
    code: 'QUOTE_REDEEMED_BY_NOBODY',
    what: 'a quote that a ghost redeemed',
    plant: async (copy) => {
      const quote = await quoteOf(copy, copy.town.stay);
      return copy.clone('kind_rental_quotes', quote, { _id: 'hosts/quote_ghost', checkoutId: 'chk_ghost' });
    },
  },
  {
    code: 'QUOTE_OF_ANOTHER',
    what: 'a live stay whose quote is free',
    plant: async (copy) => {
      await copy.set('kind_rental_quotes', await quoteOf(copy, copy.town.heldStay), { checkoutId: null });
      return copy.town.heldStay;
    },
  },
  {
    code: 'INBOX_DEAD',
    what: 'an event that was given up',
    plant: async (copy) => copy.set('inbox', await anyId(copy, 'inbox'), { state: 'dead', tries: 12 }),
  },
  {
    code: 'EVENT_PARKED_LONG',
    what: 'an event that waits for five hours',
    plant: async (copy) =>
      copy.set('inbox', await anyId(copy, 'inbox'), { state: 'received', receivedAt: copy.later(-5 * HOUR) }),
  },
  {
    code: 'INBOX_APPLIED_WITHOUT_EFFECT',
    what: 'an event that was applied and did nothing',
    plant: async (copy) => {
      const { payment } = await copy.read('checkouts', copy.town.paying);
      const event = { type: 'checkout.session.expired', state: 'applied', sessionId: payment.sessions[1].providerId };
      return copy.clone('inbox', await anyId(copy, 'inbox'), { _id: 'stripe//evt_planted', ...event });
    },
  },
  {
    code: 'EVENTS_NOT_READ',
    what: 'a list of events that nobody reads',
    plant: async (copy) => copy.set('event_cursors', await anyId(copy, 'event_cursors'), { dueAt: copy.later(-HOUR) }),
  },
  {
    code: 'DELIVERY_DEAD',
    what: 'a delivery that was given up',
    plant: async (copy) => copy.set('deliveries', await anyId(copy, 'deliveries'), { state: 'dead', dueAt: null }),
  },
  {
    code: 'DELIVERY_OVERDUE',
    what: 'a delivery that nobody tries',
    plant: async (copy) =>
      copy.set('deliveries', await anyId(copy, 'deliveries'), { state: 'pending', dueAt: copy.later(-HOUR) }),
  },
  {
    code: 'DELIVERY_OF_NOTHING',
    what: 'a delivery about a ghost',
    plant: async (copy) => copy.set('deliveries', await anyId(copy, 'deliveries'), { checkoutId: 'chk_ghost' }),
  },
  {
    code: 'DELIVERY_OF_NOTHING',
    what: 'a delivery of an event that never was',
    plant: async (copy) => copy.set('deliveries', await anyId(copy, 'deliveries'), { 'event.seq': 99 }),
  },
  {
    code: 'LEDGER_POINTS_NOWHERE',
    what: 'a key that answers with a ghost',
    plant: async (copy) =>
      copy.set('idempotency', await anyId(copy, 'idempotency'), { outcome: { objectId: 'chk_ghost' } }),
  },
  {
    code: 'LEDGER_LEASE_STUCK',
    what: 'a key whose call runs until tomorrow',
    plant: async (copy) => {
      const running = { outcome: null, leaseUntil: copy.later(24 * HOUR) };
      return copy.set('idempotency', await anyId(copy, 'idempotency'), running);
    },
  },
  {
    code: 'EXPIRED_NOT_REMOVED',
    what: 'a key that should have been forgotten',
    also: ['INDEX_MISSING'],
    plant: async (copy) => {
      await copy.dropIndex('idempotency', 'expiresAt_1');
      return copy.set('idempotency', await anyId(copy, 'idempotency'), { expiresAt: copy.later(-2 * HOUR) });
    },
  },
  {
    code: 'ID_TENANT_MISMATCH',
    what: 'a cart that carries the name of another tenant',
    plant: async (copy) => copy.set('carts', await cartOf(copy, copy.town.cancelled), { tenantId: 'beta' }),
  },
  {
    code: 'UNKNOWN_TENANT',
    what: 'a cart of a tenant that does not exist',
    plant: async (copy) => {
      const cart = await cartOf(copy, copy.town.cancelled);
      return copy.clone('carts', cart, { _id: 'ghost/cart_1', tenantId: 'ghost' });
    },
  },
  {
    code: 'HOST_NOT_TAKEN',
    what: 'a host name that belongs to nobody',
    plant: (copy) => copy.set('tenants', 'alpha', { hosts: ['alpha.example'] }),
  },
  {
    code: 'INDEX_MISSING',
    what: 'a sweeper without its index',
    plant: (copy) => copy.dropIndex('checkouts', 'dueAt_1'),
  },
];

async function cartOf(copy: CopiedTown, checkout: string): Promise<string> {
  const { tenantId, subject } = await copy.read('checkouts', checkout);
  return `${tenantId}/${subject.cartId}`;
}

async function quoteOf(copy: CopiedTown, checkout: string): Promise<string> {
  const { tenantId, subject } = await copy.read('checkouts', checkout);
  return `${tenantId}/${subject.quoteId}`;
}

function lockedBy(checkout: string) {
  return { checkoutId: checkout.split('/')[1], completed: false };
}

async function anyId(copy: CopiedTown, collection: string): Promise<string> {
  return (await copy.find(collection, {}))._id;
}

/** `_id` of the row of a checkout's latest payment session. */
async function sessionOf(copy: CopiedTown, checkout: string): Promise<string> {
  const { tenantId, payment } = await copy.read('checkouts', checkout);
  return `${tenantId}/${payment.sessions.at(-1).id}`;
}
