import { newId } from '../../core/ids.js';
import type { ChargeWire, FeeWire, TransferWire } from '../../core/wire.js';
import type { Scope } from '../../core/world.js';
import { internalScope, PLATFORM_ACCOUNT } from '../../core/world.js';
import { emit } from '../../events/emit.js';
import { showFee, showTransfer } from './connect-routes.js';

/** The platform as an application, in whose name fees are taken. */
const APPLICATION = 'ca_EmulatorPlatform';

/**
 * Divides the money of a captured charge as Stripe Connect does: a destination charge's goes to the destination, and the fee
 * comes back to the platform. The charge with the ids of both.
 */
export function shareOut(scope: Scope, charge: ChargeWire): ChargeWire {
  const data = charge.transfer_data as { readonly destination: string; readonly amount: number | null } | null;
  const transfer = data === null ? {} : transferred(scope, charge, data.destination, data.amount);
  const fee = charge.application_fee_amount;
  if (fee === null || fee === 0) return { ...charge, ...transfer };
  return { ...charge, ...transfer, application_fee: feeOf(scope, charge, data?.destination ?? null, fee).id };
}

function transferred(scope: Scope, charge: ChargeWire, destination: string, amount: number | null) {
  const transfer_group = charge['transfer_group'] ?? `group_${charge.payment_intent ?? charge.id}`;
  const wire: TransferWire = {
    id: newId('tr'),
    object: 'transfer',
    amount: amount ?? charge.amount_captured,
    amount_reversed: 0,
    balance_transaction: newId('txn'),
    created: scope.world.clock.nowSeconds(),
    currency: charge.currency,
    description: null,
    destination,
    livemode: false,
    metadata: {},
    reversed: false,
    source_transaction: charge.id,
    source_type: 'card',
    transfer_group,
  };
  scope.world.store.put('transfers', scope.account, wire.id, { wire, reversals: [] });
  emit(scope, 'transfer.created', showTransfer({ wire, reversals: [] }));
  return { transfer: wire.id, transfer_group };
}

/** Fees are the platform's, also those of a charge that is a connected account's. */
function feeOf(scope: Scope, charge: ChargeWire, destination: string | null, amount: number): FeeWire {
  const platform = internalScope(scope.world, PLATFORM_ACCOUNT);
  const wire: FeeWire = {
    id: newId('fee'),
    object: 'application_fee',
    account: destination ?? scope.account,
    amount,
    amount_refunded: 0,
    application: APPLICATION,
    balance_transaction: newId('txn'),
    charge: charge.id,
    created: scope.world.clock.nowSeconds(),
    currency: charge.currency,
    fee_source: { charge: charge.id, type: 'charge' },
    livemode: false,
    originating_transaction: destination === null ? null : charge.id,
    refunded: false,
  };
  scope.world.store.put('fees', PLATFORM_ACCOUNT, wire.id, { wire, refunds: [] });
  emit(platform, 'application_fee.created', showFee({ wire, refunds: [] }));
  return wire;
}
