import { invalidState, noSuch } from '../../core/api-error.js';
import type { DisputeWire } from '../../core/wire.js';
import type { Scope } from '../../core/world.js';
import { emit } from '../../events/emit.js';
import { newDispute } from './dispute-object.js';

/** The buyer's bank takes a payment back until the dispute is decided. */
export function openDispute(scope: Scope, chargeId: string, reason: string): DisputeWire {
  const { store, clock } = scope.world;
  const charge = store.get('charges', scope.account, chargeId)?.wire;
  if (charge === undefined) throw noSuch('charge', chargeId, 'charge');
  if (!charge.captured || charge.amount_refunded === charge.amount) {
    throw invalidState('Only a payment that was taken and not given back can be disputed.');
  }
  if (charge.disputed) throw invalidState('This charge is disputed already.', { code: 'charge_disputed' });
  const dispute = newDispute(charge, reason, clock.nowSeconds());
  store.put('disputes', scope.account, dispute.id, { wire: dispute });
  store.put('charges', scope.account, charge.id, { wire: { ...charge, disputed: true } });
  emit(scope, 'charge.dispute.created', dispute);
  emit(scope, 'charge.dispute.funds_withdrawn', dispute);
  return dispute;
}

/** Decides a dispute; a won one gives the money back to the seller. */
export function closeDispute(scope: Scope, dispute: DisputeWire, status: 'won' | 'lost'): DisputeWire {
  assertOpen(dispute);
  const closed = saveDispute(scope, { ...dispute, status });
  emit(scope, 'charge.dispute.closed', closed, { status: dispute.status });
  if (status === 'won') emit(scope, 'charge.dispute.funds_reinstated', closed);
  return closed;
}

/** Refuses what a decided dispute no longer allows. */
export function assertOpen(dispute: DisputeWire): void {
  if (!['won', 'lost'].includes(dispute.status)) return;
  throw invalidState(`This dispute is already closed: ${dispute.status}.`, { code: 'dispute_already_closed' });
}

/** Stores a dispute as it is now. */
export function saveDispute(scope: Scope, dispute: DisputeWire): DisputeWire {
  scope.world.store.put('disputes', scope.account, dispute.id, { wire: dispute });
  return dispute;
}
