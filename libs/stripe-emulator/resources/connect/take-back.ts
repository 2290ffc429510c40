import { newId } from '../../core/ids.js';
import type { FeeRecord, TransferRecord } from '../../core/tables.js';
import type { ChargeWire, Wire } from '../../core/wire.js';
import type { Scope } from '../../core/world.js';
import { internalScope, PLATFORM_ACCOUNT } from '../../core/world.js';
import { emit } from '../../events/emit.js';
import { showFee, showTransfer } from './connect-routes.js';

/** Takes back from the destination what a refund's part of the charge is of the transfer; the id of the reversal. */
export function reverseTransfer(scope: Scope, charge: ChargeWire, amount: number, refund: string): string | null {
  const id = String(charge['transfer']);
  const record = scope.world.store.get('transfers', scope.account, id);
  if (record === undefined) return null;
  const { wire } = record;
  const reversal: Wire = {
    id: newId('trr'),
    object: 'transfer_reversal',
    amount: partOf(wire.amount, wire.amount - wire.amount_reversed, charge, amount),
    balance_transaction: newId('txn'),
    created: scope.world.clock.nowSeconds(),
    currency: charge.currency,
    destination_payment_refund: null,
    metadata: {},
    source_refund: refund,
    transfer: wire.id,
  };
  const amount_reversed = wire.amount_reversed + Number(reversal['amount']);
  const changed = { ...wire, amount_reversed, reversed: amount_reversed === wire.amount };
  const after: TransferRecord = { wire: changed, reversals: [reversal, ...record.reversals] };
  scope.world.store.put('transfers', scope.account, wire.id, after);
  emit(scope, 'transfer.reversed', showTransfer(after));
  return reversal.id;
}

/** Gives the connected account its part of the fee back. */
export function refundFee(scope: Scope, charge: ChargeWire, amount: number): void {
  const { store, clock } = scope.world;
  const record = store.get('fees', PLATFORM_ACCOUNT, String(charge['application_fee']));
  if (record === undefined) return;
  const { wire } = record;
  const refund: Wire = {
    id: newId('fr'),
    object: 'fee_refund',
    amount: partOf(wire.amount, wire.amount - wire.amount_refunded, charge, amount),
    balance_transaction: newId('txn'),
    created: clock.nowSeconds(),
    currency: charge.currency,
    fee: wire.id,
    metadata: {},
  };
  const amount_refunded = wire.amount_refunded + Number(refund['amount']);
  const changed = { ...wire, amount_refunded, refunded: amount_refunded === wire.amount };
  const after: FeeRecord = { wire: changed, refunds: [refund, ...record.refunds] };
  store.put('fees', PLATFORM_ACCOUNT, wire.id, after);
  emit(internalScope(scope.world, PLATFORM_ACCOUNT), 'application_fee.refunded', showFee(after));
}

/** In proportion to the charge; the refund that empties the charge takes what is left. */
function partOf(whole: number, left: number, charge: ChargeWire, amount: number): number {
  const last = charge.amount_refunded + amount === charge.amount;
  return last ? left : Math.min(left, Math.round((whole * amount) / charge.amount_captured));
}
