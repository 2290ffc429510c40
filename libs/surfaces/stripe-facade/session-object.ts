import type { PaymentSessionRow } from '#checkout';
import { inStripeUnits } from '#payments';
import { shownLineId, shownSessionId } from './facade-id.js';

type Wire = Readonly<Record<string, unknown>>;
type Line = PaymentSessionRow['lines'][number];

/**
 * A payment session as Stripe's API version 2026-10-28 shows a Checkout Session: every member, null where we have none, or
 * Stripe has no number for it: such a session was refused, and is listed like any other.
 */
export function sessionObject(row: PaymentSessionRow, live: boolean): Wire {
  const { currency, email, shipping, tax, discount } = row;
  const amount = (units: number): number | null => whole(inStripeUnits(units, currency));
  const subtotal = row.amount - shipping - tax + discount;
  const details = { amount_discount: amount(discount), amount_shipping: amount(shipping), amount_tax: amount(tax) };
  return {
    id: shownSessionId(row.id, live),
    object: 'checkout.session',
    ...NONE_OF_OURS,
    amount_subtotal: amount(subtotal),
    amount_total: amount(row.amount),
    cancel_url: row.cancelUrl,
    client_reference_id: row.reference ?? row.checkoutId,
    created: seconds(row.createdAt),
    currency: currency.toLowerCase(),
    customer_details: email === null ? null : { ...NOBODY, email },
    customer_email: email,
    expires_at: seconds(row.expiresAt),
    livemode: live,
    metadata: Object.fromEntries(row.metadata),
    payment_intent: row.paymentId,
    payment_status: row.paymentStatus,
    status: row.status,
    success_url: row.successUrl,
    total_details: Object.values(details).includes(null) ? null : details,
    url: row.url,
  };
}

/** One line of what is asked for. Its price belongs to it alone. Stripe knows no line without a total: it is rounded. */
export function lineItem(row: PaymentSessionRow, line: Line, live: boolean): Wire {
  const currency = row.currency.toLowerCase();
  const unit = inStripeUnits(line.unitPrice, row.currency);
  const total = Math.round(inStripeUnits(line.unitPrice * line.quantity, row.currency));
  const id = shownLineId(line.id);
  return {
    id,
    object: 'item',
    adjustable_quantity: null,
    amount_discount: 0,
    amount_subtotal: total,
    amount_tax: 0,
    amount_total: total,
    currency,
    description: line.title,
    metadata: {},
    price: {
      ...PRICE,
      id: id.replace('li_', 'price_'),
      created: seconds(row.createdAt),
      currency,
      livemode: live,
      product: id.replace('li_', 'prod_'),
      unit_amount: whole(unit),
      unit_amount_decimal: String(unit),
    },
    quantity: line.quantity,
  };
}

/** A list as Stripe's clients page through it. */
export function listObject(url: string, data: readonly Wire[], hasMore: boolean): Wire {
  return { object: 'list', data, has_more: hasMore, url };
}

function whole(units: number): number | null {
  return Number.isSafeInteger(units) ? units : null;
}

function seconds(instant: Date): number {
  return Math.floor(instant.getTime() / 1000);
}

const NOBODY = {
  address: null,
  business_name: null,
  email: null,
  individual_name: null,
  name: null,
  phone: null,
  tax_exempt: 'none',
  tax_ids: null,
};

const PRICE = {
  object: 'price',
  active: false,
  billing_scheme: 'per_unit',
  custom_unit_amount: null,
  lookup_key: null,
  metadata: {},
  nickname: null,
  recurring: null,
  tax_behavior: 'unspecified',
  tiers_mode: null,
  transform_quantity: null,
  type: 'one_time',
};

/** Members of things that this gateway leaves to its own operations, or does not have. */
const NONE_OF_OURS = {
  adaptive_pricing: { enabled: false },
  after_expiration: null,
  allow_promotion_codes: null,
  allowed_payment_method_types: null,
  automatic_tax: { enabled: false, liability: null, provider: null, status: null },
  billing_address_collection: null,
  client_secret: null,
  collected_information: null,
  consent: null,
  consent_collection: null,
  currency_conversion: null,
  custom_fields: [],
  custom_text: { after_submit: null, shipping_address: null, submit: null, terms_of_service_acceptance: null },
  customer: null,
  customer_account: null,
  customer_creation: 'if_required',
  discounts: [],
  integration_identifier: null,
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
  locale: null,
  managed_payments: { enabled: false },
  mode: 'payment',
  origin_context: null,
  payment_link: null,
  payment_method_collection: 'if_required',
  payment_method_configuration_details: null,
  payment_method_options: {},
  payment_method_types: ['card'],
  permissions: null,
  phone_number_collection: { enabled: false },
  recovered_from: null,
  saved_payment_method_options: null,
  setup_intent: null,
  shipping_address_collection: null,
  shipping_cost: null,
  shipping_options: [],
  submit_type: null,
  subscription: null,
  ui_mode: 'hosted_page',
  wallet_options: null,
};
