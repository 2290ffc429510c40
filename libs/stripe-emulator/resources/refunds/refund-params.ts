import { bool, integer, oneOf, text, unsupported } from '../../params/fields.js';
import type { Values } from '../../params/shapes.js';
import { expandable, metadata } from '../../params/shapes.js';

/** Parameters of a refund's creation. */
export const createShape = {
  ...expandable,
  amount: integer(1),
  charge: text(),
  currency: unsupported(),
  customer: unsupported(),
  instructions_email: text(800),
  metadata: metadata(),
  origin: unsupported(),
  payment_intent: text(),
  reason: oneOf('duplicate', 'fraudulent', 'requested_by_customer'),
  refund_application_fee: bool(),
  reverse_transfer: bool(),
};

/** Parsed parameters of a refund's creation. */
export type RefundParams = Values<typeof createShape>;
