import { bool, currency, email, ignored, integer, oneOf, text, unsupported, url } from '../../params/fields.js';
import { orEmpty, recipient } from '../../params/postal.js';
import type { Values } from '../../params/shapes.js';
import { expandable, fromNames, list, metadata, momentRange, object, required } from '../../params/shapes.js';
import { cursorParams } from '../../store/list-page.js';
import { methodDataShape } from '../methods/method-params.js';
import { intentDataShape } from '../sessions/create-params.js';

const NOT_UPDATED = [
  ...['allowed_payment_method_types', 'application_fee_amount', 'capture_method', 'currency', 'customer'],
  ...['customer_account', 'payment_method', 'payment_method_data', 'transfer_data'],
] as const;

/** Parameters of a confirmation. */
export const confirmShape = {
  ...expandable,
  allowed_payment_method_types: list(text(40), 60),
  amount_details: ignored(),
  amount_to_confirm: unsupported(),
  capture_method: unsupported(),
  client_secret: text(),
  confirmation_token: unsupported(),
  error_on_requires_action: unsupported(),
  excluded_payment_method_types: ignored(),
  hooks: ignored(),
  mandate: unsupported(),
  mandate_data: ignored(),
  off_session: ignored(),
  payment_method: text(),
  payment_method_data: object({
    ...methodDataShape,
    shared_payment_granted_token: text(),
    // A token brings its own type.
    type: text(40),
  }),
  payment_details: ignored(),
  payment_method_options: ignored(),
  radar_options: ignored(),
  receipt_email: email(),
  return_url: url(),
  setup_future_usage: oneOf('off_session', 'on_session'),
  shipping: recipient(),
  /** Of preview versions: the token an agent was granted. */
  shared_payment_granted_token: text(),
  use_stripe_sdk: ignored(),
};

/** Parameters of a creation. */
export const createShape = {
  ...confirmShape,
  ...intentDataShape,
  client_secret: unsupported(),
  amount: required(integer()),
  automatic_payment_methods: object({ enabled: required(bool()), allow_redirects: oneOf('always', 'never') }),
  confirm: bool(),
  confirmation_method: oneOf('automatic'),
  currency: required(currency()),
  customer: text(),
  customer_account: unsupported(),
  payment_method_configuration: ignored(),
  payment_method_types: list(text(40), 60),
};

/** Parameters of an update; what it cannot change yet is refused by name. */
export const updateShape = {
  ...expandable,
  ...fromNames(NOT_UPDATED, unsupported()),
  amount: integer(),
  amount_details: ignored(),
  description: text(1000),
  excluded_payment_method_types: ignored(),
  hooks: ignored(),
  metadata: metadata(),
  payment_details: ignored(),
  payment_method_configuration: ignored(),
  payment_method_options: ignored(),
  receipt_email: orEmpty(email()),
  setup_future_usage: orEmpty(oneOf('off_session', 'on_session')),
  shipping: orEmpty(recipient()),
  statement_descriptor: text(22),
  statement_descriptor_suffix: text(22),
  transfer_group: text(),
};

/** Parameters of a list. */
export const listShape = {
  ...expandable,
  ...cursorParams,
  created: momentRange(),
  customer: text(),
  customer_account: text(),
};
/** Parameters of a cancellation. */
export const cancelShape = {
  ...expandable,
  cancellation_reason: oneOf('abandoned', 'duplicate', 'fraudulent', 'requested_by_customer'),
};

/** What a confirmation does with its parameters; a creation that confirms brings the same. */
export type ConfirmParams = Pick<
  Values<typeof confirmShape>,
  | 'payment_method'
  | 'payment_method_data'
  | 'receipt_email'
  | 'setup_future_usage'
  | 'shared_payment_granted_token'
  | 'shipping'
>;
/** Parsed parameters of an update. */
export type UpdateParams = Values<typeof updateShape>;
/** Parsed parameters of a creation. */
export type CreateParams = Values<typeof createShape>;
/** Parsed parameters of a cancellation. */
export type CancelParams = Values<typeof cancelShape>;
