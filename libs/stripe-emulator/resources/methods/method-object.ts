import { newId } from '../../core/ids.js';
import type { Metadata, PaymentMethodWire } from '../../core/wire.js';
import type { TestMethod } from '../../core/test-method.js';

export const NO_ADDRESS = { city: null, country: null, line1: null, line2: null, postal_code: null, state: null };

/** Who pays, as far as the page or the API told. */
export interface Payer {
  readonly email: string | null;
  readonly name: string | null;
}

/** A payment method that nobody has attached yet. */
export function newPaymentMethod(
  method: TestMethod,
  payer: Payer,
  created: number,
  metadata: Metadata = {},
): PaymentMethodWire {
  return {
    id: newId('pm'),
    object: 'payment_method',
    allow_redisplay: 'unspecified',
    billing_details: { address: NO_ADDRESS, email: payer.email, name: payer.name, phone: null, tax_id: null },
    created,
    customer: null,
    customer_account: null,
    livemode: false,
    metadata,
    type: method.type,
    [method.type]: method.type === 'card' ? card(method) : bank(method),
  };
}

function card(method: TestMethod): Record<string, unknown> {
  const brand = method.brand ?? 'visa';
  return {
    brand,
    checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: 'pass' },
    country: 'US',
    display_brand: brand === 'amex' ? 'american_express' : brand,
    exp_month: 12,
    exp_year: 2034,
    fingerprint: `EmulatorCard${method.last4}`,
    funding: 'credit',
    generated_from: null,
    last4: method.last4,
    networks: { available: [brand], preferred: null },
    regulated_status: 'unregulated',
    three_d_secure_usage: { supported: true },
    wallet: null,
  };
}

function bank({ type, last4 }: TestMethod): Record<string, unknown> {
  return { ...BANK_MEMBERS[type], fingerprint: `EmulatorBank${last4}`, last4 };
}

/** What each kind of bank account shows beside its last digits. */
const BANK_MEMBERS: Record<string, Record<string, unknown>> = {
  sepa_debit: { bank_code: '37040044', branch_code: '', country: 'DE', generated_from: null },
  us_bank_account: {
    account_holder_type: 'individual',
    account_type: 'checking',
    bank_name: 'TEST BANK',
    financial_connections_account: null,
    networks: { preferred: 'ach', supported: ['ach'] },
    routing_number: '110000000',
    status_details: {},
  },
  bacs_debit: { sort_code: '108800' },
  acss_debit: { bank_name: 'TEST BANK', institution_number: '000', transit_number: '11000' },
  au_becs_debit: { bsb_number: '000000' },
};
