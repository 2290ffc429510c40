/** What is paid with. Debits are answered by the bank days later. */
export type Means = 'good card' | 'declined card' | 'card that asks' | 'debit';

/** What the payer hears at once. */
export type Told = 'paid' | 'declined' | 'asked' | 'in flight' | 'turned away';

/** How a buyer pays on one rail, and what the banks do about it. */
export interface WayToPay {
  pay(means: Means): Promise<Told>;
  /** The buyer's answer to the bank's question. */
  answerBank(confirmed: boolean): Promise<void>;
  /** The bank's answer to a debit. */
  settleDebit(succeeds: boolean): Promise<void>;
  /** Ends what can be paid, without us. */
  endAtProvider(): Promise<void>;
}

/** What was tried is not to be had on this rail. */
export class TurnedAway extends Error {}

/** The names of Stripe's test methods. */
export const TEST_METHODS: Readonly<Record<Means, string>> = {
  'good card': 'pm_card_visa',
  'declined card': 'pm_card_chargeDeclined',
  'card that asks': 'pm_card_authenticationRequired',
  debit: 'pm_usBankAccount_success',
};
