/** How a test payment method behaves. */
export interface TestMethod {
  readonly type: string;
  readonly behaviour: 'succeeds' | 'declined' | 'asks-buyer' | 'debit-succeeds' | 'debit-fails';
  readonly last4: string;
  readonly decline?: { readonly declineCode: string; readonly message: string };
}

const CARD = { type: 'card', last4: '4242', behaviour: 'succeeds' } as const;

/** A card that is always accepted. */
export const GOOD_CARD: TestMethod = CARD;
/** A card the bank declines without a reason. */
export const DECLINED_CARD: TestMethod = {
  type: 'card',
  last4: '0002',
  behaviour: 'declined',
  decline: { declineCode: 'generic_decline', message: 'Your card was declined.' },
};
/** A card without money behind it. */
export const POOR_CARD: TestMethod = {
  type: 'card',
  last4: '9995',
  behaviour: 'declined',
  decline: { declineCode: 'insufficient_funds', message: 'Your card has insufficient funds.' },
};

/** A card whose bank wants the buyer to confirm each payment (3-D Secure). */
const ASKING_CARD: TestMethod = { type: 'card', last4: '3184', behaviour: 'asks-buyer' };

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
export function bankDebit(type: string, succeeds: boolean): TestMethod {
  return { type, last4: succeeds ? '3000' : '3002', behaviour: succeeds ? 'debit-succeeds' : 'debit-fails' };
}

/** Stripe's names of test methods that the emulator understands in `payment_method`. */
const BY_NAME: Record<string, TestMethod> = {
  pm_card_visa: GOOD_CARD,
  pm_card_mastercard: GOOD_CARD,
  pm_card_chargeDeclined: DECLINED_CARD,
  pm_card_visa_chargeDeclined: DECLINED_CARD,
  pm_card_chargeDeclinedInsufficientFunds: POOR_CARD,
  pm_card_visa_chargeDeclinedInsufficientFunds: POOR_CARD,
  pm_card_authenticationRequired: ASKING_CARD,
  pm_usBankAccount_success: bankDebit('us_bank_account', true),
  pm_usBankAccount_insufficientFunds: bankDebit('us_bank_account', false),
};

/** The test method of a name such as `pm_card_visa`. */
export function methodByName(name: string): TestMethod | undefined {
  return Object.hasOwn(BY_NAME, name) ? BY_NAME[name] : undefined;
}
