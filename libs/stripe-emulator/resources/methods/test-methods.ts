import type { TestMethod } from '../../core/test-method.js';

/** A card that is always accepted. */
export const GOOD_CARD: TestMethod = { type: 'card', last4: '4242', behaviour: 'succeeds' };

function declinedCard(last4: string, declineCode: string, message: string, code = 'card_declined'): TestMethod {
  return { type: 'card', last4, behaviour: 'declined', decline: { code, declineCode, message } };
}

/** A card the bank declines without a reason. */
export const DECLINED_CARD = declinedCard('0002', 'generic_decline', 'Your card was declined.');
/** A card without money behind it. */
export const POOR_CARD = declinedCard('9995', 'insufficient_funds', 'Your card has insufficient funds.');
/** A card whose bank wants the buyer to confirm each payment (3-D Secure). */
export const ASKING_CARD: TestMethod = { type: 'card', last4: '3184', behaviour: 'asks-buyer' };

const LOST_CARD = declinedCard('9987', 'lost_card', 'Your card was declined.');
const STOLEN_CARD = declinedCard('9979', 'stolen_card', 'Your card was declined.');
const EXPIRED_CARD = declinedCard('0069', 'expired_card', 'Your card has expired.', 'expired_card');
const WRONG_CVC = declinedCard('0127', 'incorrect_cvc', 'Your card’s security code is incorrect.', 'incorrect_cvc');
const ERROR_CARD = declinedCard('0119', 'processing_error', 'An error occurred.', 'processing_error');

const DEBIT_BY_CURRENCY: Record<string, string> = {
  eur: 'sepa_debit',
  usd: 'us_bank_account',
  gbp: 'bacs_debit',
  cad: 'acss_debit',
  aud: 'au_becs_debit',
};

/** The bank debit of a currency, if there is one. */
export function debitType(currency: string): string | undefined {
  return DEBIT_BY_CURRENCY[currency];
}

/** A bank debit that settles later, one way or the other. */
export function bankDebit(type: string, succeeds: boolean, last4 = succeeds ? '3000' : '3002'): TestMethod {
  return { type, last4, behaviour: succeeds ? 'debit-succeeds' : 'debit-fails', refunds: 'succeeds-later' };
}

/** Stripe's test cards by number, with the names that stand for them in `payment_method` and as tokens. */
const CARDS: readonly { number: string; names: readonly string[]; method: TestMethod }[] = [
  { number: '4242424242424242', names: ['visa'], method: GOOD_CARD },
  {
    number: '5555555555554444',
    names: ['mastercard'],
    method: { ...GOOD_CARD, last4: '4444', brand: 'mastercard' },
  },
  { number: '378282246310005', names: ['amex'], method: { ...GOOD_CARD, last4: '0005', brand: 'amex' } },
  { number: '4000000000000002', names: ['chargeDeclined', 'visa_chargeDeclined'], method: DECLINED_CARD },
  {
    number: '4000000000009995',
    names: ['chargeDeclinedInsufficientFunds', 'visa_chargeDeclinedInsufficientFunds'],
    method: POOR_CARD,
  },
  {
    number: '4000000000009987',
    names: ['chargeDeclinedLostCard', 'visa_chargeDeclinedLostCard'],
    method: LOST_CARD,
  },
  {
    number: '4000000000009979',
    names: ['chargeDeclinedStolenCard', 'visa_chargeDeclinedStolenCard'],
    method: STOLEN_CARD,
  },
  { number: '4000000000000069', names: ['chargeDeclinedExpiredCard'], method: EXPIRED_CARD },
  { number: '4000000000000127', names: ['chargeDeclinedIncorrectCvc'], method: WRONG_CVC },
  { number: '4000000000000119', names: ['chargeDeclinedProcessingError'], method: ERROR_CARD },
  { number: '4000002760003184', names: ['authenticationRequired'], method: ASKING_CARD },
  {
    number: '4000000000003220',
    names: ['threeDSecure2Required'],
    method: { ...ASKING_CARD, last4: '3220' },
  },
  {
    number: '4000000000007726',
    names: ['pendingRefund'],
    method: { ...GOOD_CARD, last4: '7726', refunds: 'succeeds-later' },
  },
  {
    number: '4000000000005126',
    names: ['refundFail'],
    method: { ...GOOD_CARD, last4: '5126', refunds: 'fails-later' },
  },
  {
    number: '4000000000000259',
    names: ['createDispute'],
    method: { ...GOOD_CARD, last4: '0259', disputed: 'fraudulent' },
  },
  {
    number: '4000000000002685',
    names: ['createDisputeProductNotReceived'],
    method: { ...GOOD_CARD, last4: '2685', disputed: 'product_not_received' },
  },
];

const BANKS: Record<string, TestMethod> = {
  pm_usBankAccount_success: bankDebit('us_bank_account', true, '6789'),
  pm_usBankAccount_insufficientFunds: bankDebit('us_bank_account', false, '2222'),
};

const BY_NAME = new Map(Object.entries(BANKS));
const BY_TOKEN = new Map<string, TestMethod>();
const BY_NUMBER = new Map<string, TestMethod>();
for (const { number, names, method } of CARDS) {
  BY_NUMBER.set(number, method);
  for (const name of names) {
    BY_NAME.set(`pm_card_${name}`, method);
    BY_TOKEN.set(`tok_${name}`, method);
  }
}

/** The test method of a name such as `pm_card_visa`. */
export function methodByName(name: string): TestMethod | undefined {
  return BY_NAME.get(name);
}

/** The test card of a token such as `tok_visa`. */
export function cardByToken(token: string): TestMethod | undefined {
  return BY_TOKEN.get(token);
}

/** The test card of a number. */
export function cardByNumber(number: string): TestMethod | undefined {
  return BY_NUMBER.get(number.replaceAll(' ', ''));
}
