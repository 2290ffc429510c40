import { randomAlphanumeric } from '../../core/ids.js';
import type { CustomerWire, SessionWire, ShippingChoice } from '../../core/wire.js';
import type { SessionRecord } from '../../core/tables.js';
import type { World } from '../../core/world.js';
import { patchMetadata } from '../../params/shapes.js';
import { debitType } from '../methods/test-methods.js';
import type { CreateParams } from './create-params.js';
import { shownMembers } from './ui-mode.js';

/** Amounts and choices computed from the parameters. */
export interface SessionSeed {
  readonly params: CreateParams;
  /** Who buys, when the seller knows. */
  readonly customer: CustomerWire | null;
  readonly created: number;
  readonly currency: string;
  readonly subtotal: number;
  readonly shipping: readonly ShippingChoice[];
}

/** A new open session with every member of the API version; `url` is added when it is shown. */
export function newSession(seed: SessionSeed): SessionWire {
  const { params, customer } = seed;
  const email = params.customer_email ?? customer?.email ?? null;
  const shipping = seed.shipping[0];
  const id = `cs_test_a1${randomAlphanumeric(56)}`;
  return {
    id,
    object: 'checkout.session',
    ...priced(seed.subtotal, shipping),
    ...EMPTY_MEMBERS,
    ...shownMembers(id, params),
    adaptive_pricing: { enabled: params.adaptive_pricing?.enabled ?? false },
    allow_promotion_codes: params.allow_promotion_codes ?? null,
    allowed_payment_method_types: params.allowed_payment_method_types ?? null,
    automatic_tax: { enabled: params.automatic_tax?.enabled ?? false, liability: null, provider: null, status: null },
    billing_address_collection: params.billing_address_collection ?? null,
    cancel_url: params.cancel_url ?? null,
    client_reference_id: params.client_reference_id ?? null,
    created: seed.created,
    currency: seed.currency,
    customer: customer?.id ?? null,
    customer_creation: customer === null ? (params.customer_creation ?? 'if_required') : null,
    customer_details: email === null ? null : customerDetails(email, customer?.name ?? null),
    customer_email: params.customer_email ?? null,
    expires_at: params.expires_at ?? seed.created + 86_400,
    integration_identifier: params.integration_identifier ?? null,
    locale: params.locale ?? null,
    metadata: patchMetadata({}, params.metadata),
    mode: 'payment',
    origin_context: params.origin_context ?? null,
    payment_intent: null,
    payment_method_types: paymentMethodTypes(params, seed.currency),
    payment_status: seed.subtotal + (shipping?.shipping_amount ?? 0) === 0 ? 'no_payment_required' : 'unpaid',
    phone_number_collection: { enabled: params.phone_number_collection?.enabled ?? false },
    shipping_options: seed.shipping,
    status: 'open',
    submit_type: params.submit_type ?? null,
    success_url: params.success_url ?? null,
    url: null,
  };
}

/** The members that depend on the chosen way of shipping. */
export function priced(subtotal: number, shipping: ShippingChoice | undefined) {
  const amount = shipping?.shipping_amount ?? 0;
  const cost = { amount_subtotal: amount, amount_tax: 0, amount_total: amount, shipping_rate: shipping?.shipping_rate };
  return {
    amount_subtotal: subtotal,
    amount_total: subtotal + amount,
    shipping_cost: shipping === undefined ? null : cost,
    total_details: { amount_discount: 0, amount_shipping: amount, amount_tax: 0 },
  };
}

/** What is known of the buyer. */
export function customerDetails(email: string | null, name: string | null) {
  return {
    address: null,
    business_name: null,
    email,
    individual_name: null,
    name,
    phone: null,
    tax_exempt: 'none',
    tax_ids: null,
  };
}

/** The session as the API shows it: a hosted page's address exists only while there is something to pay. */
export function showSession(world: World, record: SessionRecord): SessionWire {
  const { wire } = record;
  const hosted = wire.status === 'open' && wire.client_secret === null;
  return hosted ? { ...wire, url: `${world.baseUrl()}/c/pay/${wire.id}` } : wire;
}

function paymentMethodTypes(params: CreateParams, currency: string): string[] {
  const debit = debitType(currency);
  const dynamic = debit === undefined ? ['card'] : ['card', debit];
  const wanted = params.allowed_payment_method_types ?? params.payment_method_types ?? dynamic;
  const excluded = params.excluded_payment_method_types ?? [];
  return wanted.filter((type) => !excluded.includes(type));
}

const EMPTY_MEMBERS = {
  after_expiration: null,
  collected_information: null,
  consent: null,
  consent_collection: null,
  currency_conversion: null,
  custom_fields: [],
  custom_text: { after_submit: null, shipping_address: null, submit: null, terms_of_service_acceptance: null },
  customer_account: null,
  discounts: [],
  invoice: null,
  invoice_creation: {
    enabled: false,
    invoice_data: {
      account_tax_ids: null,
      custom_fields: null,
      description: null,
      footer: null,
      issuer: null,
      metadata: {},
      rendering_options: null,
    },
  },
  livemode: false,
  managed_payments: { enabled: false },
  payment_link: null,
  payment_method_collection: 'if_required',
  payment_method_configuration_details: null,
  payment_method_options: { card: { request_three_d_secure: 'automatic' } },
  permissions: null,
  recovered_from: null,
  saved_payment_method_options: null,
  setup_intent: null,
  shipping_address_collection: null,
  subscription: null,
  wallet_options: null,
};
