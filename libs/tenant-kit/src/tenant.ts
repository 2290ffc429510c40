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
  /** Settings of the kind, validated against the class it declares. */
  settings: Record<string, unknown>;
}

/** Proof that a tenant was resolved and may be served; without one nothing of a tenant can be read or written. */
export interface TenantContext {
  readonly tenantId: string;
  readonly tenant: Tenant;
}
