import { findingsIn, when, type Finding } from '../../finding.js';
import type { Checkout, Session } from '../../reading/checkout.js';
import type { Charged } from '../../reading/provider-facts.js';
import { isOver } from '../checkout/progress.js';

const finding = findingsIn('provider');

/** A payment at the provider against the checkout that it says it is for. */
export function charged(payment: Charged, checkout: Checkout | undefined, account: string): Finding[] {
  const kept = payment.received - payment.refunded;
  const root = { key: payment.id };
  if (!checkout) {
    const says = `${kept} were paid for ${payment.checkout ?? ''}, which does not exist.`;
    return when(kept > 0, () => finding(root, 'MONEY_AT_PROVIDER_WITHOUT_ORDER', says, { kept }));
  }
  const session = checkout.sessions.find(({ paymentId, state }) => paymentId === payment.id && state === 'paid');
  if (session)
    return [...sameMoney(payment, checkout, session.amount), ...sameTerms(payment, checkout, session, account)];
  // It may be on its way to a checkout that still waits for it.
  if (kept <= 0 || !isOver(checkout)) return [];
  const evidence = { kept, checkout: checkout.key, checkoutVersion: checkout.version };
  if (checkout.paymentId) {
    const says = `${kept} were paid for ${checkout.key}, which was paid by ${checkout.paymentId} as well.`;
    return [finding(root, 'CHARGED_TWICE', says, evidence)];
  }
  const says = `${kept} were paid for ${checkout.key}, which is ${checkout.status} and knows nothing of it.`;
  return [finding(root, 'MONEY_AT_PROVIDER_WITHOUT_ORDER', says, evidence)];
}

/** Money that a buyer's bank keeps aside for nothing. The checkout that wants it takes it before it ends. */
export function authorised(payment: Charged, checkout: Checkout | undefined): Finding[] {
  if (payment.authorised <= 0 || (checkout && !isOver(checkout))) return [];
  const named = checkout
    ? `${checkout.key}, which is ${checkout.status}`
    : `${payment.checkout ?? ''}, which does not exist`;
  const evidence = { authorised: payment.authorised, checkoutVersion: checkout?.version ?? null };
  const says = `${payment.authorised} are authorised for ${named}.`;
  return [finding({ key: payment.id }, 'AUTHORISED_AFTER_END', says, evidence)];
}

/** In the account that was agreed on, with its fee, and passed on to whom it was to be. */
function sameTerms(payment: Charged, checkout: Checkout, { money }: Session, account: string): Finding[] {
  const { id, fee, transferTo } = payment;
  const agreed = money.account === account && money.fee === fee && money.transferTo === transferTo;
  return when(!agreed, () => {
    const at = `in ${account || 'the platform’s account'}, with a fee of ${fee}, passed on to ${transferTo ?? 'nobody'}`;
    const wanted = `in ${money.account || 'the platform’s'}, ${money.fee}, ${money.transferTo ?? 'nobody'}`;
    const evidence = { account, fee, transferTo, checkoutVersion: checkout.version };
    return finding(
      { key: id },
      'TERMS_DIFFER_AT_PROVIDER',
      `It is ${at}; agreed for ${checkout.key}: ${wanted}.`,
      evidence,
    );
  });
}

/** A payment that the checkout knows: what came and what went back is the same on both sides. */
function sameMoney({ id, received, refunded }: Charged, checkout: Checkout, counted: number): Finding[] {
  const { key, paid, refundable, version: checkoutVersion } = checkout;
  if (received !== counted) {
    const says = `The provider received ${received} for ${key}, which counts ${counted}.`;
    return [finding({ key: id }, 'AMOUNT_DIFFERS_AT_PROVIDER', says, { received, counted, checkoutVersion })];
  }
  const refunds = checkout.refunds?.filter(({ paymentId, state }) => paymentId === id && state !== 'failed');
  // A refund that is registered but not answered yet may be there or not.
  if (refunds?.some(({ state }) => state !== 'succeeded')) return [];
  const back = refunds ? refunds.reduce((sum, { amount }) => sum + amount, 0) : paid - refundable;
  return when(refunded !== back, () => {
    const says = `The provider gave back ${refunded} for ${key}, which counts ${back}.`;
    return finding({ key: id }, 'REFUND_DIFFERS_AT_PROVIDER', says, { refunded, back, checkoutVersion });
  });
}

/** A payment that a checkout counts, and of which the provider has never heard. */
export function unknownPayment(paymentId: string, checkout: Checkout | undefined): Finding[] {
  return when(checkout?.paymentId === paymentId && checkout.paid > 0, () => {
    const says = `${checkout?.key ?? ''} counts ${checkout?.paid ?? 0} as paid by it, but the provider does not know it.`;
    return finding({ key: paymentId }, 'PAYMENT_UNKNOWN_TO_PROVIDER', says, { checkout: checkout?.key ?? null });
  });
}

/** An account in which sessions were opened, and which refuses the platform's key. */
export function closedAccount(account: string): Finding[] {
  const says = `Sessions were opened in ${account}, and the platform’s key has no access to it.`;
  return [finding({ key: account }, 'ACCOUNT_NOT_REACHED', says)];
}
