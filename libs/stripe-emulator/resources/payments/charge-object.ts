import { newId } from '../../core/ids.js';
import type { ChargeWire, IntentWire } from '../../core/wire.js';
import type { MethodRecord } from '../../core/tables.js';
import type { TestMethod } from '../../core/test-method.js';

/** The charge of one attempt to pay an intent. */
export function newCharge(
  intent: IntentWire,
  paymentMethod: MethodRecord,
  status: ChargeWire['status'],
  created: number,
): ChargeWire {
  const { wire, test: method } = paymentMethod;
  const captured = status === 'succeeded' && intent.capture_method !== 'manual';
  const declined = status === 'failed';
  return {
    id: newId(method.type === 'card' ? 'ch' : 'py'),
    object: 'charge',
    amount: intent.amount,
    amount_captured: captured ? intent.amount : 0,
    amount_refunded: 0,
    application: null,
    application_fee: null,
    application_fee_amount: intent.application_fee_amount,
    balance_transaction: captured ? newId('txn') : null,
    billing_details: wire.billing_details,
    calculated_statement_descriptor: method.type === 'card' ? (intent.statement_descriptor ?? 'TEST EMULATOR') : null,
    captured,
    created,
    currency: intent.currency,
    customer: intent.customer,
    description: intent.description,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: declined ? (method.decline?.code ?? 'card_declined') : null,
    failure_message: declined ? (method.decline?.message ?? null) : null,
    fraud_details: {},
    livemode: false,
    metadata: intent.metadata,
    on_behalf_of: intent.on_behalf_of,
    outcome: outcomeOf(method, status),
    paid: status === 'succeeded',
    payment_intent: intent.id,
    payment_method: wire.id,
    payment_method_details: methodDetails(paymentMethod, captured ? intent.amount : 0),
    receipt_email: intent.receipt_email,
    receipt_number: null,
    receipt_url: null,
    refunded: false,
    review: null,
    shipping: intent.shipping,
    source: null,
    source_transfer: null,
    statement_descriptor: intent.statement_descriptor,
    statement_descriptor_suffix: intent.statement_descriptor_suffix,
    status,
    transfer_data: transferOf(intent),
    transfer_group: intent.transfer_group,
  };
}

function outcomeOf(method: TestMethod, status: ChargeWire['status']): Record<string, unknown> {
  const declined = status === 'failed';
  return {
    advice_code: null,
    network_advice_code: null,
    network_decline_code: null,
    network_status: declined ? 'declined_by_network' : 'approved_by_network',
    reason: declined ? (method.decline?.declineCode ?? null) : null,
    risk_level: 'normal',
    seller_message: declined ? 'The test bank declined the payment.' : 'Payment complete.',
    type: declined ? 'issuer_declined' : 'authorized',
  };
}

function transferOf(intent: IntentWire): unknown {
  const data = intent.transfer_data as { destination: string; amount?: number } | null;
  return data === null ? null : { amount: data.amount ?? null, destination: data.destination };
}

function methodDetails({ wire, test }: MethodRecord, capturable: number): { type: string } {
  if (test.type === 'card') return { type: 'card', card: cardDetails(test, capturable) } as { type: string };
  const shown = (wire[test.type] ?? {}) as Readonly<Record<string, unknown>>;
  const members = Object.entries(shown).filter(([name]) => !NOT_OF_A_CHARGE.has(name));
  const bank = { ...Object.fromEntries(members), ...BANK_MEMBERS[test.type] };
  return { type: test.type, [test.type]: bank } as { type: string };
}

/** What a bank account shows as a payment method only. */
const NOT_OF_A_CHARGE = new Set(['financial_connections_account', 'generated_from', 'networks', 'status_details']);

/** What a bank account shows in a charge only. */
const BANK_MEMBERS: Record<string, Record<string, unknown>> = {
  sepa_debit: { mandate: null },
  us_bank_account: { payment_reference: null },
  bacs_debit: { mandate: null },
};

function cardDetails({ last4, brand = 'visa' }: TestMethod, amount: number): Record<string, unknown> {
  return {
    amount_authorized: amount,
    authorization_code: null,
    brand,
    checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: 'pass' },
    country: 'US',
    electronic_commerce_indicator: null,
    exp_month: 12,
    exp_year: 2034,
    extended_authorization: { status: 'disabled' },
    fingerprint: `EmulatorCard${last4}`,
    funding: 'credit',
    incremental_authorization: { status: 'unavailable' },
    installments: null,
    last4,
    mandate: null,
    multicapture: { status: 'unavailable' },
    network: brand,
    network_token: { used: false },
    network_transaction_id: null,
    overcapture: { maximum_amount_capturable: amount, status: 'unavailable' },
    regulated_status: 'unregulated',
    three_d_secure: null,
    transaction_link_id: null,
    wallet: null,
  };
}
