import { unschedule } from '../../core/agenda.js';
import { invalidParam } from '../../core/api-error.js';
import type { IntentWire } from '../../core/wire.js';
import type { Scope } from '../../core/world.js';
import { emit } from '../../events/emit.js';
import { bool, ignored, integer, text, unsupported } from '../../params/fields.js';
import type { Values } from '../../params/shapes.js';
import { expandable, metadata, object, patchMetadata } from '../../params/shapes.js';
import { shareOut } from '../connect/share-out.js';
import { markCaptured } from '../sessions/lifecycle.js';
import { noteCaptured } from '../tokens/token-use.js';
import { moveIntent, received } from './attempt.js';
import { assertState, existing } from './intent-actions.js';

/** Parameters of a capture. */
export const captureShape = {
  ...expandable,
  amount_details: ignored(),
  amount_to_capture: integer(1),
  application_fee_amount: integer(),
  final_capture: bool(),
  hooks: unsupported(),
  metadata: metadata(),
  payment_details: ignored(),
  statement_descriptor: text(22),
  statement_descriptor_suffix: text(22),
  transfer_data: object({ amount: unsupported() }),
};

/** Takes a held amount, or a part of it; the rest is given up. */
export function captureIntent(scope: Scope, params: Values<typeof captureShape>, [id]: readonly string[]): IntentWire {
  const intent = existing(scope, id);
  assertState(intent, 'capture', ['requires_capture']);
  const amount = params.amount_to_capture ?? intent.wire.amount_capturable;
  if (amount > intent.wire.amount_capturable) {
    throw invalidParam('amount_to_capture', 'The remaining amount to capture is smaller.', 'amount_too_large');
  }
  const fee = params.application_fee_amount ?? intent.wire.application_fee_amount;
  if (fee !== null && fee > amount) {
    throw invalidParam('application_fee_amount', 'The application fee is larger than the captured amount.');
  }
  const charge = scope.world.store.get('charges', scope.account, intent.wire.latest_charge ?? '')?.wire;
  if (charge === undefined) throw new Error(`intent ${intent.wire.id} has no charge to capture`);
  unschedule(scope, intent.wire.id);
  // As with Stripe, what is not captured counts as refunded: it can never be paid out nor refunded again.
  const taken = { captured: true, amount_captured: amount, amount_refunded: charge.amount - amount };
  const captured = shareOut(scope, { ...charge, ...taken, application_fee_amount: fee });
  scope.world.store.put('charges', scope.account, charge.id, { wire: captured });
  emit(scope, 'charge.captured', captured);
  if (intent.session !== null) markCaptured(scope, intent.session);
  const change = {
    ...received(amount),
    application_fee_amount: fee,
    metadata: patchMetadata(intent.wire.metadata, params.metadata),
  };
  const { wire } = moveIntent(scope, intent, change, 'payment_intent.succeeded');
  noteCaptured(scope, intent.token, wire);
  return wire;
}
