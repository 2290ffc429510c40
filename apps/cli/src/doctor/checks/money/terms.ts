import { findingsIn, when, type Finding } from '../../finding.js';
import type { Checkout, Session } from '../../reading/checkout.js';

const finding = findingsIn('checkouts');

/** What each mode says, and nothing else: an account where one is paid, a receiver where money is passed on. */
export function contradictedTerms(checkout: Checkout): Finding[] {
  return checkout.sessions.flatMap(({ id, money, amount }) => {
    const wrong = faultOf(money, { amount, tenant: checkout.tenant });
    if (wrong === null) return [];
    const { mode, account, transferTo, fee } = money;
    const says = `Session ${id} is ${mode}, and ${wrong}.`;
    return [finding(checkout, 'MONEY_TERMS_WRONG', says, { session: id, account, transferTo, fee })];
  });
}

function faultOf(
  { mode, account, own, transferTo, fee }: Session['money'],
  of: { amount: number; tenant: string },
): string | null {
  if (own && own.tenant !== of.tenant) return `it is paid with the key of ${own.tenant}`;
  if (own && fee !== 0) return `a fee of ${fee} is kept of a payment in which the platform has no part`;
  if (fee < 0 || fee > of.amount) return `its fee is ${fee} of ${of.amount}`;
  if (mode === 'direct') return account === '' || transferTo !== null ? 'it names no account that is paid' : null;
  if (account !== '') return `it is paid in ${account}`;
  if (mode === 'destination') return transferTo === null ? 'it names nobody whom the money is passed on to' : null;
  if (mode !== 'platform') return 'nobody knows what that means';
  return transferTo !== null || fee !== 0 ? 'its money is shared' : null;
}

/** Money goes back from where it came. */
export function strayRefunds(checkout: Checkout): Finding[] {
  return (checkout.refunds ?? []).flatMap(({ id, paymentId, account }) => {
    const session = paymentId === null ? undefined : checkout.sessions.find((one) => one.paymentId === paymentId);
    if (!session) return [];
    return when(session.money.account !== account, () => {
      const says = `Refund ${id} is asked for in ${named(account)}, the money is in ${named(session.money.account)}.`;
      return finding(checkout, 'REFUND_IN_ANOTHER_ACCOUNT', says, { refund: id, account });
    });
  });
}

/** Sessions in an account of the tenant's own that can be paid, and that nobody can close any more. */
export function withoutKeys(checkout: Checkout, hasKeys: (key: string) => boolean): Finding[] {
  return checkout.sessions.flatMap((session) => {
    const keys = keysOf(session, checkout.tenant);
    return when(keys !== null && !hasKeys(keys), () => {
      const says = `Session ${session.id} is ${session.state} in ${session.money.account}, and there is no key of that account.`;
      return finding(checkout, 'KEYS_MISSING', says, { session: session.id });
    });
  });
}

/** `_id` of the keys that an open session needs. */
export function keysOf({ state, money }: Session, tenant: string): string | null {
  const open = ['opening', 'open', 'processing', 'authorised'].includes(state);
  return money.own && open ? `${tenant}/${money.own.account}` : null;
}

function named(account: string): string {
  return account === '' ? 'the platform’s account' : account;
}
