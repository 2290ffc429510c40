import { unschedule } from '../../core/agenda.js';
import type { ChargeWire, IntentWire } from '../../core/wire.js';
import type { Scope } from '../../core/world.js';
import { emit } from '../../events/emit.js';
import { moveIntent } from './attempt.js';

/** Gives up the held amount of a charge: as at Stripe, it counts as refunded from then on. */
export function giveUpHold(scope: Scope, intent: IntentWire): ChargeWire | undefined {
  unschedule(scope, intent.id);
  const charge = scope.world.store.get('charges', scope.account, intent.latest_charge ?? '')?.wire;
  if (charge === undefined) return undefined;
  const released = { ...charge, amount_refunded: charge.amount, refunded: true };
  scope.world.store.put('charges', scope.account, charge.id, { wire: released });
  return released;
}

/** Ends a hold nobody captured in time. */
export function expireHold(scope: Scope, id: string): void {
  const intent = scope.world.store.get('intents', scope.account, id);
  if (intent?.wire.status !== 'requires_capture') return;
  const charge = giveUpHold(scope, intent.wire);
  if (charge !== undefined) emit(scope, 'charge.expired', charge);
  const canceled_at = scope.world.clock.nowSeconds();
  const change = { status: 'canceled', amount_capturable: 0, canceled_at, cancellation_reason: 'automatic' } as const;
  moveIntent(scope, intent, change, 'payment_intent.canceled');
}
