import type { Row } from './row.js';

const HOUR = 3_600_000;

export const CHECKOUT_FAULTS: Row[] = [
  {
    code: 'DOCUMENT_UNREADABLE',
    what: 'a checkout whose end is no date',
    plant: (copy) => copy.set('checkouts', copy.town.paid, { expiresAt: 'tomorrow' }),
  },
  {
    code: 'DOCUMENT_UNREADABLE',
    what: 'stock without holds',
    plant: (copy) => copy.change('inventory', 'beta/MUG', { $unset: { holds: '' } }),
  },
  {
    code: 'CHECKOUT_STATUS_UNKNOWN',
    what: 'a status that does not exist',
    plant: (copy) => copy.set('checkouts', copy.town.pending, { status: 'limbo' }),
  },
  {
    code: 'STATUS_CONTRADICTS_RUN',
    what: 'a checkout that is cancelled although its run says that it expired',
    plant: (copy) => copy.set('checkouts', copy.town.expired, { status: 'cancelled' }),
  },
  {
    code: 'STATUS_CONTRADICTS_RUN',
    what: 'a live checkout whose run has ended',
    plant: async (copy) => {
      const { expiresAt } = await copy.read('checkouts', copy.town.handedOff);
      return copy.set('checkouts', copy.town.handedOff, { status: 'pending', dueAt: expiresAt });
    },
  },
  {
    code: 'RUN_STEP_IMPOSSIBLE',
    what: 'a step that is done before the one that comes first',
    plant: (copy) => copy.set('checkouts', copy.town.pending, { 'runs.0.steps.6.state': 'done' }),
  },
  {
    code: 'RUN_STEP_IMPOSSIBLE',
    what: 'a step that is there twice',
    plant: async (copy) => {
      const { runs } = await copy.read('checkouts', copy.town.paid);
      return copy.set('checkouts', copy.town.paid, { 'runs.0.steps': [...runs[0].steps, runs[0].steps[6]] });
    },
  },
  {
    code: 'HISTORY_TOO_LONG',
    what: 'more sessions than a checkout remembers',
    also: ['SESSION_ROW_MISSING'],
    plant: async (copy) => {
      const { payment } = await copy.read('checkouts', copy.town.cancelled);
      const sessions = Array.from({ length: 21 }, (_, at) => ({ ...payment.sessions[0], id: `ps_${at}` }));
      return copy.set('checkouts', copy.town.cancelled, { 'payment.sessions': sessions });
    },
  },
  {
    code: 'DUE_MISSING',
    what: 'an unfinished checkout that nobody will look at',
    plant: (copy) => copy.set('checkouts', copy.town.pending, { dueAt: null }),
  },
  {
    code: 'DUE_TOO_LATE',
    what: 'a timer that goes off after the end of the checkout',
    plant: async (copy) => {
      const { expiresAt } = await copy.read('checkouts', copy.town.pending);
      return copy.set('checkouts', copy.town.pending, { dueAt: new Date(expiresAt.getTime() + HOUR) });
    },
  },
  {
    code: 'TIMER_OVERDUE',
    what: 'a checkout that was due an hour ago',
    plant: (copy) => copy.set('checkouts', copy.town.pending, { dueAt: copy.later(-HOUR) }),
  },
  {
    code: 'LEASE_LONG_LAPSED',
    what: 'a lease that lapsed an hour ago',
    plant: (copy) => copy.set('checkouts', copy.town.pending, leased(copy.later(-HOUR))),
  },
  {
    code: 'LEASE_TOO_LONG',
    what: 'a lease that ends tomorrow',
    plant: (copy) => copy.set('checkouts', copy.town.pending, leased(copy.later(24 * HOUR))),
  },
  {
    code: 'OUTBOX_STUCK',
    what: 'an event that nobody was told of',
    plant: (copy) => {
      const then = copy.later(-HOUR);
      const outbox = [{ seq: 1, type: 'checkout.cancelled', at: then, snapshot: {} }];
      return copy.set('checkouts', copy.town.cancelled, { outbox, dueAt: then, updatedAt: then });
    },
  },
  {
    code: 'EVENT_NUMBERS_WRONG',
    what: 'two events with one number',
    plant: (copy) => {
      const event = { seq: 1, type: 'checkout.pending', at: copy.now, snapshot: {} };
      return copy.set('checkouts', copy.town.pending, { outbox: [event, event] });
    },
  },
  {
    code: 'HOLD_ENDS_TOO_EARLY',
    what: 'goods that are promised for less time than their buyer has',
    plant: (copy) => copy.set('checkouts', copy.town.pending, { holdUntil: copy.later(-HOUR) }),
  },
  {
    code: 'NEEDS_ATTENTION',
    what: 'a checkout that only a person can mend',
    plant: (copy) => copy.set('checkouts', copy.town.paid, { needsAttention: 'The provider refuses the refund' }),
  },
];

function leased(until: Date) {
  return { lease: { owner: 'somebody', until }, dueAt: until };
}
