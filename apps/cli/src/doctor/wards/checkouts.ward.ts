import { eventNumbers } from '../checks/checkout/outbox.js';
import { attention, contradictedStatus, unknownStatus } from '../checks/checkout/status.js';
import { impossibleSteps, longHistory } from '../checks/checkout/steps.js';
import { endlessLease, lateness, shortHold, timers } from '../checks/checkout/timers.js';
import { amountsOfCheckout, totalsOfCheckout } from '../checks/money/amounts.js';
import { completedUnpaid, moneyKept, paidAmount, secondPayment } from '../checks/money/paid.js';
import { forgottenRefund, refundable, refundSum } from '../checks/money/refunds.js';
import {
  missingSession,
  openSessions,
  sessionAmounts,
  sessionCurrencies,
  sessionsAfterEnd,
} from '../checks/money/sessions.js';
import { contradictedTerms, strayRefunds } from '../checks/money/terms.js';
import type { Finding } from '../finding.js';
import { readCheckout, type Checkout } from '../reading/checkout.js';
import { readAll } from '../reading/fields.js';
import type { Terms } from '../reading/terms.js';
import type { Notes, Room } from '../room.js';
import type { Ward } from '../ward.js';
import { collectionWard } from './collection-ward.js';
import { readRelatives, withRelatives } from './checkout-relatives.js';
import { unreadable } from './unreadable.js';

/** Every checkout: by itself, and against its order, its goods, its cart and its quote. */
export function checkoutsWard({ look, notes, now, awake, desk }: Room): Ward {
  return collectionWard(look, 'checkouts', async (docs) => {
    const { read, broken } = readAll(docs, readCheckout);
    const relatives = await readRelatives(look, read);
    for (const checkout of read) note(checkout, notes, desk !== null);
    const found = read.flatMap((checkout) => {
      const unknown = unknownStatus(checkout);
      if (unknown.length > 0) return unknown;
      const late = awake ? lateness(checkout, now()) : [];
      return [...state(checkout, now()), ...late, ...money(checkout), ...withRelatives(checkout, relatives)];
    });
    return [...unreadable('checkouts', broken), ...found];
  });
}

function state(checkout: Checkout, now: Date): Finding[] {
  return [
    ...contradictedStatus(checkout),
    ...impossibleSteps(checkout),
    ...longHistory(checkout),
    ...timers(checkout),
    ...endlessLease(checkout, now),
    ...shortHold(checkout),
    ...eventNumbers(checkout),
    ...attention(checkout),
  ];
}

/** Sums are not computed of what is no amount, nor compared with a total that does not add up. */
function money(checkout: Checkout): Finding[] {
  const broken = amountsOfCheckout(checkout);
  if (broken.length > 0) return broken;
  const totals = totalsOfCheckout(checkout);
  return [
    ...totals,
    ...(totals.length > 0 ? [] : sessionAmounts(checkout)),
    ...openSessions(checkout),
    ...contradictedTerms(checkout),
    ...strayRefunds(checkout),
    ...sessionCurrencies(checkout),
    ...missingSession(checkout),
    ...sessionsAfterEnd(checkout),
    ...paidAmount(checkout),
    ...secondPayment(checkout),
    ...completedUnpaid(checkout),
    ...moneyKept(checkout),
    ...refundable(checkout),
    ...refundSum(checkout),
    ...forgottenRefund(checkout),
  ];
}

/** For the inbox and for the provider, which know a checkout by its sessions and payments. */
function note({ key, tenant, sessions, paymentId }: Checkout, notes: Notes, providerIsAsked: boolean): void {
  for (const { state: session, providerId, money } of sessions) {
    if (money.account && !money.own) notes.accounts.set(money.account, tenantsOf(notes, money).add(tenant));
    if (providerId && ['open', 'processing', 'authorised'].includes(session)) notes.openSessions.set(providerId, key);
  }
  const paid = sessions.find((session) => session.paymentId === paymentId && session.provider === 'stripe');
  // An account that only the tenant's own key reaches is not asked: the key is sealed.
  if (!providerIsAsked || !paymentId || !paid || paid.money.own) return;
  notes.payments.set(paymentId, { checkout: key, account: paid.money.account });
}

function tenantsOf(notes: Notes, { account }: Terms): Set<string> {
  return notes.accounts.get(account) ?? new Set();
}
