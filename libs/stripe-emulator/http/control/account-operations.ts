import { changeAccount, deauthorize, findAccount, storeAccount } from '../../resources/accounts/account-lifecycle.js';
import type { Operation } from './control-input.js';
import { invalid, optional, readObject } from './control-input.js';

/** Control operations that act as a connected seller and Stripe's checks of one do. */
export const ACCOUNT_OPERATIONS: Record<string, Operation> = {
  'POST accounts': ({ world }, incoming) => {
    const { id, name } = readObject(incoming.body);
    if (typeof id !== 'string' || !/^acct_\w+$/.test(id)) throw invalid('id must be the id of an account, acct_…');
    if (world.store.find('accounts', id) !== undefined) throw invalid(`account ${id} exists`);
    const seed = { id, created: world.clock.nowSeconds(), name: optional(name, 'string', 'name') };
    return { id: storeAccount(world, seed).id };
  },
  'POST accounts/:id/update': ({ world }, incoming, id) => {
    const body = readObject(incoming.body);
    if (findAccount(world, id) === undefined) throw invalid(`no account ${id}`);
    const { charges_enabled, payouts_enabled } = changeAccount(world, id, {
      charges_enabled: optional(body['charges_enabled'], 'boolean', 'charges_enabled'),
      payouts_enabled: optional(body['payouts_enabled'], 'boolean', 'payouts_enabled'),
    });
    return { charges_enabled, payouts_enabled };
  },
  'POST accounts/:id/deauthorize': ({ world }, _incoming, id) => {
    if (findAccount(world, id) === undefined) throw invalid(`no account ${id}`);
    deauthorize(world, id);
    return {};
  },
};
