import { ApiError, invalidParam, noSuch } from '../../core/api-error.js';
import type { AccountRecord } from '../../core/tables.js';
import type { AccountWire } from '../../core/wire.js';
import type { World } from '../../core/world.js';
import { internalScope, PLATFORM_ACCOUNT } from '../../core/world.js';
import { emit } from '../../events/emit.js';
import type { AccountSeed } from './account-object.js';
import { newAccount } from './account-object.js';

/** The parts of an account that Stripe's checks of a seller change. */
export interface AccountChange {
  readonly charges_enabled?: boolean | undefined;
  readonly payouts_enabled?: boolean | undefined;
}

/** Makes the accounts of the start option known; those that exist already stay as they are. */
export function configureAccounts(world: World, ids: readonly string[]): void {
  const created = world.clock.nowSeconds();
  for (const id of ids) {
    if (!/^acct_\w+$/.test(id)) throw new Error(`stripe-emulator: '${id}' is not the id of an account (acct_…)`);
    if (findAccount(world, id) === undefined) storeAccount(world, { id, created });
  }
}

/** Stores a new connected account. */
export function storeAccount(world: World, seed: AccountSeed): AccountWire {
  const wire = newAccount(seed);
  world.store.put('accounts', PLATFORM_ACCOUNT, wire.id, { wire, revoked: false });
  return wire;
}

/** The account of this id. Where no accounts were named at the start, each id is an account that is made when asked for. */
export function findAccount(world: World, id: string): AccountRecord | undefined {
  const stored = world.store.get('accounts', PLATFORM_ACCOUNT, id);
  if (stored !== undefined || !(world.anyAccount || id === PLATFORM_ACCOUNT) || !/^acct_\w+$/.test(id)) return stored;
  storeAccount(world, {
    id,
    created: world.clock.nowSeconds(),
    name: id === PLATFORM_ACCOUNT ? 'Platform' : undefined,
  });
  return world.store.get('accounts', PLATFORM_ACCOUNT, id);
}

/** Refuses an account the platform has no access to, as Stripe does: unknown ones and those that left look the same. */
export function assertAccess(world: World, id: string): AccountWire {
  const account = findAccount(world, id);
  if (account !== undefined && !account.revoked) return account.wire;
  const message = `The provided key does not have access to account '${id}' (or that account does not exist).`;
  throw new ApiError(403, 'invalid_request_error', message, { code: 'account_invalid' });
}

/** Refuses to send money to an account that is unknown, left, or may not receive any. */
export function assertDestination(world: World, id: string, param: string): void {
  const account = findAccount(world, id);
  if (account === undefined || account.revoked) throw noSuch('destination', id, param, 400);
  if (account.wire.charges_enabled) return;
  const message = 'The destination account needs the transfers capability.';
  throw invalidParam(param, message, 'insufficient_capabilities_for_transfer');
}

/** Refuses a payment on an account that may not take any. */
export function assertMayCharge(world: World, id: string): void {
  if (findAccount(world, id)?.wire.charges_enabled !== false) return;
  throw new ApiError(400, 'invalid_request_error', 'Your account cannot currently make charges.', {}, true);
}

/** Changes an account and tells the platform. */
export function changeAccount(world: World, id: string, change: AccountChange): AccountWire {
  const before = assertAccess(world, id);
  const charges_enabled = change.charges_enabled ?? before.charges_enabled;
  const ability = charges_enabled ? 'active' : 'inactive';
  const wire: AccountWire = {
    ...before,
    charges_enabled,
    payouts_enabled: change.payouts_enabled ?? before.payouts_enabled,
    capabilities: { card_payments: ability, transfers: ability },
  };
  world.store.put('accounts', PLATFORM_ACCOUNT, id, { wire, revoked: false });
  const { charges_enabled: charges, payouts_enabled: payouts } = before;
  emit(internalScope(world, id), 'account.updated', wire, { charges_enabled: charges, payouts_enabled: payouts });
  return wire;
}

/** The seller takes the platform's access away. */
export function deauthorize(world: World, id: string): void {
  const wire = assertAccess(world, id);
  world.store.put('accounts', PLATFORM_ACCOUNT, id, { wire, revoked: true });
  const application = { id: 'ca_EmulatorPlatform', object: 'application', name: 'Test payment emulator' };
  emit(internalScope(world, id), 'account.application.deauthorized', application);
}
