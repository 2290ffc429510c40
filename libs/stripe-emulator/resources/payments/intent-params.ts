import { bool, currency, ignored, integer, oneOf, text, unsupported, url } from '../../params/fields.js';
import type { Values } from '../../params/shapes.js';
import { expandable, list, momentRange, object, required } from '../../params/shapes.js';
import { cursorParams } from '../../store/list-page.js';
import { methodDataShape } from '../methods/method-params.js';
import { intentDataShape } from '../sessions/create-params.js';

/** Parameters of a confirmation. */
export const confirmShape = {
  ...expandable,
  client_secret: text(),
  mandate_data: ignored(),
  off_session: ignored(),
  payment_method: text(),
  payment_method_data: object({
    ...methodDataShape,
    shared_payment_granted_token: text(),
    // A token brings its own type.
    type: text(40),
  }),
  payment_method_options: ignored(),
  receipt_email: text(800),
  return_url: url(),
  /** Of preview versions: the token an agent was granted. */
  shared_payment_granted_token: text(),
  use_stripe_sdk: ignored(),
};

/** Parameters of a creation. */
export const createShape = {
  ...intentDataShape,
  ...confirmShape,
  client_secret: unsupported(),
  allowed_payment_method_types: list(text(40), 60),
  amount: required(integer()),
  automatic_payment_methods: object({ enabled: required(bool()), allow_redirects: oneOf('always', 'never') }),
  confirm: bool(),
  confirmation_method: oneOf('automatic'),
  currency: required(currency()),
  customer: text(),
  payment_method_types: list(text(40), 60),
};

/** Parameters of a list. */
export const listShape = { ...expandable, ...cursorParams, created: momentRange(), customer: text() };
/** Parameters of a cancellation. */
export const cancelShape = {
  ...expandable,
  cancellation_reason: oneOf('abandoned', 'duplicate', 'fraudulent', 'requested_by_customer'),
};

/** Parsed parameters of a confirmation. */
export type ConfirmParams = Values<typeof confirmShape>;
/** Parsed parameters of a creation. */
export type CreateParams = Values<typeof createShape>;
/** Parsed parameters of a cancellation. */
export type CancelParams = Values<typeof cancelShape>;
