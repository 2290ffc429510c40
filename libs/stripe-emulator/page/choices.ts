import type { TestMethod } from '../core/test-method.js';
import {
  ASKING_CARD,
  bankDebit,
  debitType,
  DECLINED_CARD,
  GOOD_CARD,
  POOR_CARD,
} from '../resources/methods/test-methods.js';

/** A button of the page: the value it posts as `choice`, its text, and what is paid with. */
export interface Choice {
  readonly value: string;
  readonly label: string;
  readonly method: TestMethod;
}

/** What decides about the ways to pay. */
export interface Due {
  readonly amount: number;
  readonly currency: string;
  readonly types: readonly string[];
}

/** Ways to pay, best first; bank debits only where the currency and the seller allow one. */
export function choicesOf({ amount, currency, types }: Due): Choice[] {
  const cards: Choice[] = [
    { value: 'pay', label: 'Pay with test card 4242 4242 4242 4242', method: GOOD_CARD },
    { value: 'decline', label: 'Try a card that is declined (4000 0000 0000 0002)', method: DECLINED_CARD },
    { value: 'authenticate', label: 'Card whose bank asks you to confirm (4000 0027 6000 3184)', method: ASKING_CARD },
    { value: 'insufficient_funds', label: 'Try a card without funds (4000 0000 0000 9995)', method: POOR_CARD },
  ];
  if (amount === 0) return [{ value: 'pay', label: 'Complete order', method: GOOD_CARD }];
  const debit = debitType(currency);
  return [
    ...(types.includes('card') ? cards : []),
    ...(debit !== undefined && types.includes(debit) ? debits(debit) : []),
  ];
}

function debits(type: string): Choice[] {
  return [
    { value: 'debit_succeeds', label: 'Bank debit that succeeds later', method: bankDebit(type, true) },
    { value: 'debit_fails', label: 'Bank debit that fails later', method: bankDebit(type, false) },
  ];
}
