import { ApiError } from '../../core/api-error.js';
import { randomAlphanumeric } from '../../core/ids.js';
import type { AccountWire } from '../../core/wire.js';
import type { Scope } from '../../core/world.js';
import { PLATFORM_ACCOUNT } from '../../core/world.js';
import { emit } from '../../events/emit.js';
import type { Route } from '../../http/route.js';
import { route } from '../../http/route.js';
import { email, ignored, oneOf, text, unsupported } from '../../params/fields.js';
import type { Values } from '../../params/shapes.js';
import { expandable, metadata, momentRange, object, patchMetadata } from '../../params/shapes.js';
import { cursorParams, inRange, listPage } from '../../store/list-page.js';
import { assertAccess, storeAccount } from './account-lifecycle.js';

const BASE = '/v1/accounts';

const profile = object({
  annual_revenue: ignored(),
  estimated_worker_count: ignored(),
  mcc: ignored(),
  minority_owned_business_designation: ignored(),
  monthly_estimated_revenue: ignored(),
  name: text(),
  product_description: ignored(),
  specified_commercial_transactions_act_url: ignored(),
  support_address: ignored(),
  support_email: ignored(),
  support_phone: ignored(),
  support_url: ignored(),
  url: ignored(),
});

const createShape = {
  ...expandable,
  account_token: unsupported(),
  business_profile: profile,
  business_type: oneOf('company', 'government_entity', 'individual', 'non_profit'),
  capabilities: ignored(),
  company: ignored(),
  controller: ignored(),
  country: text(2),
  default_currency: ignored(),
  documents: ignored(),
  email: email(),
  external_account: ignored(),
  groups: ignored(),
  individual: ignored(),
  metadata: metadata(),
  settings: ignored(),
  tos_acceptance: ignored(),
  type: oneOf('custom', 'express', 'standard'),
};

/** Connected accounts: created ready to take money; nothing of their onboarding is emulated. */
export const accountRoutes: readonly Route[] = [
  route('GET', '/v1/account', expandable, (scope) => assertAccess(scope.world, scope.account)),
  route('POST', BASE, createShape, createAccount),
  route('GET', BASE, { ...expandable, ...cursorParams, created: momentRange() }, (scope, params) => {
    const rows = [...scope.world.store.rows('accounts', scope.account)].map(([, row]) => row);
    const connected = rows.filter(({ wire, revoked }) => wire.id !== PLATFORM_ACCOUNT && !revoked);
    const all = connected.map(({ wire }) => wire).toReversed();
    return listPage(all, (wire) => inRange(wire.created, params.created), params, BASE);
  }),
  route('GET', `${BASE}/:id`, expandable, (scope, _params, [id = '']) => visible(scope, id)),
  route('POST', `${BASE}/:id`, { ...expandable, metadata: metadata() }, (scope, params, [id = '']) => {
    const account = visible(scope, id);
    const wire = { ...account, metadata: patchMetadata(account.metadata, params.metadata) };
    scope.world.store.put('accounts', PLATFORM_ACCOUNT, id, { wire, revoked: false });
    emit({ ...scope, account: id }, 'account.updated', wire, { metadata: account.metadata });
    return wire;
  }),
];

/** The platform sees its connected accounts; a connected account sees itself. */
function visible(scope: Scope, id: string): AccountWire {
  if (scope.account === PLATFORM_ACCOUNT || scope.account === id) return assertAccess(scope.world, id);
  throw new ApiError(403, 'invalid_request_error', `This account has no access to '${id}'.`, {
    code: 'account_invalid',
  });
}

function createAccount(scope: Scope, params: Values<typeof createShape>): AccountWire {
  if (scope.account !== PLATFORM_ACCOUNT) {
    throw new ApiError(400, 'invalid_request_error', 'Only a platform can create accounts.');
  }
  return storeAccount(scope.world, {
    id: `acct_1${randomAlphanumeric(15)}`,
    created: scope.world.clock.nowSeconds(),
    businessType: params.business_type,
    country: params.country?.toUpperCase(),
    email: params.email,
    metadata: patchMetadata({}, params.metadata),
    name: params.business_profile?.name,
    type: params.type,
  });
}
