import { invalidParam, missingParam, notEmulated } from '../../core/api-error.js';
import type { TestMethod } from '../../core/test-method.js';
import { email, ignored, integer, text, unsupported } from '../../params/fields.js';
import type { Values } from '../../params/shapes.js';
import { fromNames, metadata, object, required } from '../../params/shapes.js';
import type { Payer } from './method-object.js';
import { bankDebit, cardByNumber, cardByToken } from './test-methods.js';

/** Kinds of payment methods that Stripe knows and the emulator has no test method for. */
const OTHER_KINDS = [
  ...['acss_debit', 'au_becs_debit', 'bacs_debit', 'boleto', 'eps', 'fpx', 'ideal', 'klarna', 'naver_pay'],
  ...['nz_bank_account', 'p24', 'payto', 'sofort', 'upi'],
] as const;

/** What a payment method is made of: `POST /v1/payment_methods`, and `payment_method_data` of an intent. */
export const methodDataShape = {
  ...fromNames(OTHER_KINDS, unsupported()),
  radar_options: ignored(),
  allow_redisplay: ignored(),
  billing_details: object({ address: ignored(), email: email(), name: text(), phone: text(), tax_id: text() }),
  card: object({
    cvc: text(4),
    exp_month: integer(1, 12),
    exp_year: integer(2000),
    networks: ignored(),
    number: text(24),
    token: text(),
  }),
  metadata: metadata(),
  sepa_debit: object({ iban: required(text(34)) }),
  type: required(text(40)),
  us_bank_account: object({
    account_holder_type: ignored(),
    account_number: text(17),
    account_type: ignored(),
    financial_connections_account: ignored(),
    routing_number: text(9),
  }),
};

/** Parsed members of a payment method. */
export type MethodData = Values<typeof methodDataShape>;

/** The test method behind a number, a token or a bank account. */
export function testMethodOf(data: MethodData, prefix: string): TestMethod {
  const at = (name: string): string => (prefix === '' ? name : `${prefix}[${name}]`);
  switch (data.type) {
    case 'card':
      return testCard(data, at('card'));
    case 'sepa_debit':
      if (data.sepa_debit === undefined) throw missingParam(at('sepa_debit'));
      return debitByIban(data.sepa_debit.iban);
    case 'us_bank_account':
      // Stripe's account numbers for failures: 000111111116, 000222222227, 000333333335.
      return debitByAccount(data.us_bank_account?.account_number);
    default:
      throw notEmulated(`${at('type')}=${data.type}`);
  }
}

/** Who pays, as the billing details say. */
export function payerOf(data: MethodData): Payer {
  return { email: data.billing_details?.email ?? null, name: data.billing_details?.name ?? null };
}

function testCard({ card }: MethodData, path: string): TestMethod {
  if (card === undefined) throw missingParam(path);
  const found = card.token === undefined ? cardByNumber(card.number ?? '') : cardByToken(card.token);
  if (found !== undefined) return found;
  const param = card.token === undefined ? `${path}[number]` : `${path}[token]`;
  throw invalidParam(param, 'This is not one of the test cards of the emulator.', 'incorrect_number');
}

/** Most of Stripe's test accounts tell by their last digits how the debit ends. */
function debitByIban(iban: string): TestMethod {
  const account = iban.replaceAll(' ', '');
  const fails = /20[25]$/.test(account) || account === 'IT60X0542811101000000123456';
  return bankDebit('sepa_debit', !fails, account.slice(-4));
}

function debitByAccount(number = '000123456789'): TestMethod {
  const fails = ['000111111113', '000111111116', '000222222227', '000333333335'].includes(number);
  return bankDebit('us_bank_account', !fails, number.slice(-4));
}
