import type { AccountWire, Metadata } from '../../core/wire.js';

/** What an account is made of; absent members take Stripe's defaults. */
export interface AccountSeed {
  readonly id: string;
  readonly created: number;
  readonly businessType?: string | undefined;
  readonly country?: string | undefined;
  readonly email?: string | undefined;
  readonly metadata?: Metadata | undefined;
  readonly name?: string | undefined;
  readonly type?: string | undefined;
}

/** An account that can take and receive money. */
export function newAccount(seed: AccountSeed): AccountWire {
  const { country = 'FR' } = seed;
  return {
    id: seed.id,
    object: 'account',
    business_profile: { ...EMPTY_PROFILE, name: seed.name ?? null },
    business_type: seed.businessType ?? null,
    capabilities: { card_payments: 'active', transfers: 'active' },
    charges_enabled: true,
    controller: { type: 'application', is_controller: true },
    country,
    created: seed.created,
    default_currency: CURRENCY[country] ?? 'eur',
    details_submitted: true,
    email: seed.email ?? null,
    external_accounts: { object: 'list', data: [], has_more: false, url: `/v1/accounts/${seed.id}/external_accounts` },
    future_requirements: NOTHING_DUE,
    metadata: seed.metadata ?? {},
    payouts_enabled: true,
    requirements: NOTHING_DUE,
    tos_acceptance: { date: seed.created },
    type: seed.type ?? 'standard',
  };
}

const CURRENCY: Record<string, string> = {
  US: 'usd',
  GB: 'gbp',
  CH: 'chf',
  CA: 'cad',
  AU: 'aud',
  JP: 'jpy',
  SE: 'sek',
};

const NOTHING_DUE = {
  alternatives: [],
  current_deadline: null,
  currently_due: [],
  disabled_reason: null,
  errors: [],
  eventually_due: [],
  past_due: [],
  pending_verification: [],
};

const EMPTY_PROFILE = {
  annual_revenue: null,
  estimated_worker_count: null,
  mcc: null,
  minority_owned_business_designation: null,
  name: null,
  product_description: null,
  specified_commercial_transactions_act_url: null,
  support_address: null,
  support_email: null,
  support_phone: null,
  support_url: null,
  url: null,
};
