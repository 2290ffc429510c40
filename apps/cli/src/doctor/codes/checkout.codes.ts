import { codes } from './code.js';

export const CHECKOUT_CODES = codes({
  DOCUMENT_UNREADABLE: {
    means: 'A document lacks a field, or has one of another type. Nothing else was checked of it.',
    mend: 'Restore the field from a backup, or find out what wrote it: this product never does.',
  },
  CHECKOUT_STATUS_UNKNOWN: {
    means: 'A checkout is in a status that does not exist. No gateway will go on with it.',
    mend: 'Set the status that its runs, its order and its payment speak of. Stop whatever else writes here.',
  },
  STATUS_CONTRADICTS_RUN: {
    means: 'The status of a checkout and its latest run tell different stories.',
    mend: 'Believe the run, the order and the provider; set the status they agree on, and report it as a bug.',
  },
  RUN_STEP_IMPOSSIBLE: {
    means: 'The steps of a run are in states that no order of events leads to.',
    mend: 'Compare hold, order and payment of the checkout by hand, then set the steps to what is true.',
  },
  HISTORY_TOO_LONG: {
    means: 'A checkout remembers more runs or payment sessions than it may; it grows without bound.',
    mend: 'Nothing is lost. Find out what begins them again and again, and report it as a bug.',
  },
  DUE_MISSING: {
    means: 'A checkout still has something to do, but no timer: the sweeper will never find it.',
    mend: 'Set `dueAt` to now; the sweeper goes on with it within seconds.',
  },
  DUE_TOO_LATE: {
    means: 'The timer of a checkout goes off later than what it is for.',
    mend: 'Set `dueAt` to the earlier instant; until then its goods may stay held for nothing.',
  },
  TIMER_OVERDUE: {
    means: 'A checkout was due long ago and nobody looked at it.',
    mend: 'Is a gateway running, and is its clock right? Look for "sweep failed" with this id in its log.',
  },
  LEASE_LONG_LAPSED: {
    means: 'Whoever worked on a checkout is gone, and nobody took over.',
    mend: 'Is a gateway running, and is its clock right? Look for "sweep failed" with this id in its log.',
  },
  LEASE_TOO_LONG: {
    means: 'A lease ends later than any lease may: until then nobody can go on with the checkout.',
    mend: 'A clock was wrong. When no gateway works on it, set `lease` to null and `dueAt` to now.',
  },
  OUTBOX_STUCK: {
    means: 'A checkout is over, but those who wait to hear of it were not told.',
    mend: 'Is a gateway running, and is its clock right? Look for "sweep failed" with this id in its log.',
  },
  EVENT_NUMBERS_WRONG: {
    means: 'Events of a checkout are numbered twice or out of order: one of them may never be delivered.',
    mend: 'Give the later ones the next free numbers, set `eventSeq` to the last, and report it as a bug.',
  },
  HOLD_ENDS_TOO_EARLY: {
    means: 'Goods are promised for a shorter time than the buyer may pay.',
    mend: 'Nothing is released by time alone. Raise `holdUntil` to `expiresAt`, and report it as a bug.',
  },
  NEEDS_ATTENTION: {
    means: 'The checkout met something that only a person can mend.',
    mend: 'Take away the cause that its text names, mostly at the provider; then call `repairCheckout`.',
  },
});
