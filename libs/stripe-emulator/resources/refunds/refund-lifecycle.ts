import { schedule, unschedule } from '../../core/agenda.js';
import { newId } from '../../core/ids.js';
import type { RefundBehaviour } from '../../core/test-method.js';
import type { RefundWire } from '../../core/wire.js';
import type { Scope } from '../../core/world.js';
import { emit } from '../../events/emit.js';

/** How a refund ends by itself. */
const LATER: Partial<Record<RefundBehaviour, 'succeeded' | 'failed'>> = {
  'succeeds-later': 'succeeded',
  'fails-later': 'failed',
};

/** Stores a new refund, and puts its end on the agenda when it has one. */
export function startRefund(scope: Scope, refund: RefundWire, behaviour: RefundBehaviour): void {
  const ends = LATER[behaviour];
  scope.world.store.put('refunds', scope.account, refund.id, { wire: refund, ends });
  emit(scope, 'refund.created', refund);
  if (ends === undefined) return;
  schedule(scope, refund.id, 'settle-refund', scope.world.clock.nowMs() + scope.world.bankDebitDelayMs);
}

/** Ends a refund as it was planned, or as `forced` says. False when it has ended already. */
export function settleRefund(scope: Scope, id: string, forced?: boolean): boolean {
  const { store } = scope.world;
  unschedule(scope, id);
  const record = store.get('refunds', scope.account, id);
  const planned = record?.ends === undefined ? undefined : record.ends === 'succeeded';
  const succeeds = forced ?? planned ?? true;
  if (record === undefined || !mayEnd(record.wire, succeeds)) return false;
  const { pending_reason: _over, ...rest } = record.wire;
  const wire: RefundWire = succeeds ? { ...rest, status: 'succeeded' } : failed(rest as RefundWire);
  store.put('refunds', scope.account, id, { wire });
  if (!succeeds) giveBack(scope, wire);
  emit(scope, 'refund.updated', wire, { status: record.wire.status });
  emit(scope, 'charge.refund.updated', wire, { status: record.wire.status });
  if (!succeeds) emit(scope, 'refund.failed', wire);
  return true;
}

/** A pending refund ends either way; one that seemed to have succeeded can still come back. */
function mayEnd({ status }: RefundWire, succeeds: boolean): boolean {
  return status === 'pending' || (status === 'succeeded' && !succeeds);
}

function failed(refund: RefundWire): RefundWire {
  const why = { failure_reason: 'expired_or_canceled_card', failure_balance_transaction: newId('txn') };
  return { ...refund, ...why, status: 'failed' };
}

/** The money of a failed refund is the seller's again: it can be refunded once more. */
function giveBack(scope: Scope, refund: RefundWire): void {
  const charge = scope.world.store.get('charges', scope.account, refund.charge ?? '')?.wire;
  if (charge === undefined) return;
  const amount_refunded = charge.amount_refunded - refund.amount;
  scope.world.store.put('charges', scope.account, charge.id, { wire: { ...charge, amount_refunded, refunded: false } });
}
