/** A part of the platform that a tenant may offer; root fields that belong to one are refused to tenants without it. */
export type Capability = 'catalog' | 'cart' | 'shipping' | 'payment' | 'stays' | (string & {});

export type TenantStatus = 'draft' | 'active' | 'suspended' | 'closed';

/** Maximums of one tenant; a problem about one names it. */
export interface TenantLimits {
  /** Units on one cart line. */
  maxLineQuantity: number;
  /** Lines in one cart. */
  maxLines: number;
  /** Cart total before shipping, minor units. */
  maxCartTotal: number;
}

/**
 * Whose money a payment is. `platform`: it is the platform's own account that is paid. `direct`: the tenant's account is
 * paid, and the tenant is the seller of record. `destination`: the platform's account is paid, and passes the money on.
 */
export type MoneyMode = 'platform' | 'direct' | 'destination';

/**
 * When the money of a card is taken. `automatic`: at once. `manual`: it is only authorised when the buyer pays, and taken
 * once the sale is certain; where there is no sale, the authorisation is given up and no money ever moved.
 */
export type CaptureMethod = 'automatic' | 'manual';

/** What the platform keeps of a payment: a share of the total and a fixed amount, never more than the total. */
export interface FeeRule {
  /** Hundredths of a percent of the total: 0 to 10,000. */
  basisPoints: number;
  /** One per currency of the tenant, minor units; none for no fixed amount. */
  fixed: { currency: string; amount: number }[];
  /** Whether a refund gives its part of the fee back to the tenant. */
  refunded: boolean;
}

/** Where the money of a tenant's buyers goes. What was agreed when a payment session was opened holds for that session. */
export interface TenantMoney {
  mode: MoneyMode;
  /** The tenant's account at the provider, such as `acct_1A2b`; null in mode `platform`. */
  account: string | null;
  /** Mode `direct`: the tenant's own key is used instead of the platform's. */
  ownKey: boolean;
  /** Mode `destination`: the tenant is the seller of record, and its country's terms apply. */
  onBehalfOf: boolean;
  fee: FeeRule;
  /** `automatic` when absent. */
  capture?: CaptureMethod;
}

/** One way in which a tenant lets itself be paid, and for which payments. */
export interface ProviderSettings {
  /** Name of the provider, such as `stripe` or `offline`. */
  provider: string;
  /** How gladly it is taken where several could be: 0 to 100. */
  preference: number;
  /** ISO 4217; every currency of the tenant when absent. */
  currencies?: readonly string[];
  /** ISO 3166-1 alpha-2 countries of delivery; every one, and none at all, when absent. */
  countries?: readonly string[];
  /** Totals it is for, minor units, one row per currency; a currency without a row has no limit. */
  amounts?: readonly { currency: string; least?: number; most?: number }[];
}

/** Payment by invoice or bank transfer: the tenant itself says whether the money came. */
export interface OfflineSettings {
  /** What the buyer is told word for word: where to pay, and until when. The reference to name is shown beside it. */
  instructions: string;
  /** How long goods are set aside for the money, hours: 1 to 336, which is 14 days. */
  windowHours: number;
}

/** How a tenant is paid. */
export interface TenantPayment {
  providers: readonly ProviderSettings[];
  /** Needed for the provider `offline`, which is off without it. */
  offline?: OfflineSettings;
}

/** One seller, as the platform knows it. */
export interface Tenant {
  /** The handle, `tenant_id`: 2 to 63 of a-z 0-9 and hyphen. */
  id: string;
  name: string;
  /** Name of the kind that answers for it. */
  kind: string;
  status: TenantStatus;
  /** ISO 4217; the first is the default. */
  currencies: string[];
  capabilities: Capability[];
  limits: TenantLimits;
  /** How long goods are set aside for a checkout without activity, minutes: 10 to 1,440. */
  checkoutWindowMinutes: number;
  /** Origins a payment page may send the buyer back to, such as `https://shop.example`. */
  redirectOrigins: string[];
  /** Host names that lead to this tenant and no other, such as `shop.example`; none when absent. */
  hosts?: readonly string[];
  /** Stripe profile (`profile_…`) to which machines grant their payment tokens; they cannot pay when absent. */
  stripeProfile?: string;
  /** Where its buyers' money goes; to the platform's own account when absent. No business of its kind. */
  money?: TenantMoney;
  /** How it is paid; by Stripe alone when absent. */
  payment?: TenantPayment;
  /** Settings of the kind, validated against the class it declares. */
  settings: Record<string, unknown>;
}

/** Proof that a tenant was resolved and may be served; without one nothing of a tenant can be read or written. */
export interface TenantContext {
  readonly tenantId: string;
  readonly tenant: Tenant;
}
