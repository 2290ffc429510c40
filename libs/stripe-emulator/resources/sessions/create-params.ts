import { bool, currency, email, ignored, integer, oneOf, text, unsupported, url } from '../../params/fields.js';
import { recipient } from '../../params/postal.js';
import type { Values } from '../../params/shapes.js';
import { expandable, list, metadata, object, required } from '../../params/shapes.js';
import { lineItemsParam } from './line-items.js';
import { shippingOptionsParam } from './shipping.js';

const LOCALES =
  'auto bg cs da de el en en-GB es es-419 et fi fil fr fr-CA hr hu id it ja ko lt lv ms mt nb nl pl pt pt-BR ro ru sk sl sv th tr vi zh zh-HK zh-TW';

/** Text that becomes part of a card statement. */
const descriptor = text(22);

/** `payment_intent_data`; the same members serve a PaymentIntent made directly. */
export const intentDataShape = {
  application_fee_amount: integer(),
  capture_method: oneOf('automatic', 'automatic_async', 'manual'),
  description: text(1000),
  metadata: metadata(),
  on_behalf_of: text(),
  receipt_email: email(),
  setup_future_usage: oneOf('off_session', 'on_session'),
  shipping: recipient(),
  statement_descriptor: descriptor,
  statement_descriptor_suffix: descriptor,
  transfer_data: object({
    amount: integer(),
    description: ignored(),
    destination: required(text()),
    metadata: ignored(),
    payment_data: ignored(),
  }),
  transfer_group: text(),
};

/** Parsed members of `payment_intent_data`. */
export type IntentData = Values<typeof intentDataShape>;

const enabledOnly = object({ enabled: required(bool()) });

/** Parameters of a session's creation. What Stripe knows and the emulator lacks is refused by name. */
export const createShape = {
  ...expandable,
  adaptive_pricing: object({ enabled: bool() }),
  after_expiration: unsupported(),
  allow_promotion_codes: bool(),
  allowed_payment_method_types: list(text(40), 60),
  automatic_tax: object({ enabled: required(bool()), liability: ignored() }),
  billing_address_collection: oneOf('auto', 'required'),
  branding_settings: ignored(),
  cancel_url: url(),
  client_reference_id: text(200),
  consent_collection: unsupported(),
  currency: currency(),
  custom_fields: unsupported(),
  custom_text: ignored(),
  customer: text(),
  customer_account: unsupported(),
  customer_creation: oneOf('always', 'if_required'),
  customer_email: email(),
  customer_update: ignored(),
  discounts: unsupported(),
  excluded_payment_method_types: list(text(40), 60),
  expires_at: integer(),
  integration_identifier: text(200),
  invoice_creation: object({ enabled: required(bool()), invoice_data: ignored() }),
  line_items: lineItemsParam,
  locale: oneOf(...LOCALES.split(' ')),
  managed_payments: enabledOnly,
  metadata: metadata(),
  mode: required(oneOf('payment', 'setup', 'subscription')),
  name_collection: unsupported(),
  optional_items: unsupported(),
  origin_context: oneOf('mobile_app', 'web'),
  payment_intent_data: object(intentDataShape),
  payment_method_collection: oneOf('always', 'if_required'),
  payment_method_configuration: text(),
  payment_method_data: ignored(),
  payment_method_options: ignored(),
  /** Gone from the current API version, still sent by older clients and Stripe's own command line. */
  payment_method_types: list(text(40), 60),
  permissions: unsupported(),
  phone_number_collection: enabledOnly,
  redirect_on_completion: oneOf('always', 'if_required', 'never'),
  return_url: url(),
  saved_payment_method_options: unsupported(),
  setup_intent_data: unsupported(),
  shipping_address_collection: unsupported(),
  shipping_options: shippingOptionsParam,
  submit_type: oneOf('auto', 'book', 'donate', 'pay', 'subscribe'),
  subscription_data: unsupported(),
  success_url: url(),
  tax_id_collection: object({ enabled: required(bool()), required: ignored() }),
  ui_mode: oneOf('hosted_page', 'embedded_page', 'elements', 'form'),
  wallet_options: ignored(),
};

/** Parsed parameters of a session's creation. */
export type CreateParams = Values<typeof createShape>;
