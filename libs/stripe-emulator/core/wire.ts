/** An object as it travels; only the members the emulator reads are named. Records are replaced, never mutated. */
export interface Wire {
  readonly id: string;
  readonly object: string;
  readonly [member: string]: unknown;
}

/** Metadata as Stripe stores it. */
export type Metadata = Readonly<Record<string, string>>;

export type SessionStatus = 'open' | 'complete' | 'expired';

/** A Checkout Session. */
export interface SessionWire extends Wire {
  readonly amount_subtotal: number;
  readonly amount_total: number;
  readonly cancel_url: string | null;
  readonly client_secret: string | null;
  readonly created: number;
  readonly currency: string;
  readonly customer: string | null;
  readonly customer_email: string | null;
  readonly customer_details: { readonly email: string | null; readonly name: string | null } | null;
  readonly expires_at: number;
  readonly locale: string | null;
  readonly metadata: Metadata;
  readonly payment_intent: string | null;
  readonly payment_method_types: readonly string[];
  readonly payment_status: 'paid' | 'unpaid' | 'no_payment_required';
  readonly return_url?: string;
  readonly shipping_options: readonly ShippingChoice[];
  readonly status: SessionStatus;
  readonly success_url: string | null;
  readonly total_details: Readonly<Record<string, unknown>>;
}

/** One offered way of shipping, as the session shows it. */
export interface ShippingChoice {
  readonly shipping_amount: number;
  readonly shipping_rate: string;
}

export type IntentStatus =
  | 'requires_payment_method'
  | 'requires_confirmation'
  | 'requires_action'
  | 'processing'
  | 'requires_capture'
  | 'succeeded'
  | 'canceled';

/** A PaymentIntent. */
export interface IntentWire extends Wire {
  readonly amount: number;
  readonly amount_capturable: number;
  readonly amount_received: number;
  readonly application_fee_amount: number | null;
  readonly capture_method: string;
  readonly created: number;
  readonly currency: string;
  readonly customer: string | null;
  readonly description: string | null;
  readonly latest_charge: string | null;
  readonly metadata: Metadata;
  readonly on_behalf_of: string | null;
  readonly payment_method: string | null;
  readonly payment_method_types: readonly string[];
  readonly receipt_email: string | null;
  readonly shipping: unknown;
  readonly statement_descriptor: string | null;
  readonly statement_descriptor_suffix: string | null;
  readonly status: IntentStatus;
  readonly transfer_data: unknown;
  readonly transfer_group: string | null;
}

/** A Charge. */
export interface ChargeWire extends Wire {
  readonly amount: number;
  readonly application_fee_amount: number | null;
  readonly amount_captured: number;
  readonly amount_refunded: number;
  readonly captured: boolean;
  readonly created: number;
  readonly currency: string;
  readonly customer: string | null;
  readonly disputed: boolean;
  readonly payment_intent: string | null;
  readonly payment_method: string | null;
  readonly payment_method_details: { readonly type: string };
  readonly refunded: boolean;
  readonly status: 'succeeded' | 'pending' | 'failed';
  readonly transfer_data: unknown;
}

/** A Transfer, without its reversals. */
export interface TransferWire extends Wire {
  readonly amount: number;
  readonly amount_reversed: number;
  readonly created: number;
  readonly destination: string;
}

/** An application fee, without its refunds. */
export interface FeeWire extends Wire {
  readonly amount: number;
  readonly amount_refunded: number;
  readonly charge: string;
  readonly created: number;
}

/** A Refund. */
export interface RefundWire extends Wire {
  readonly amount: number;
  readonly charge: string | null;
  readonly created: number;
  readonly metadata: Metadata;
  readonly payment_intent: string | null;
  readonly status: RefundStatus;
}

export type RefundStatus = 'pending' | 'succeeded' | 'failed' | 'canceled';

/** A Dispute. */
export interface DisputeWire extends Wire {
  readonly charge: string;
  readonly created: number;
  readonly evidence: Readonly<Record<string, unknown>>;
  readonly evidence_details: { readonly has_evidence: boolean; readonly [member: string]: unknown };
  readonly metadata: Metadata;
  readonly payment_intent: string | null;
  readonly status: 'needs_response' | 'under_review' | 'won' | 'lost';
}

/** An Event. */
export interface EventWire extends Wire {
  readonly created: number;
  readonly pending_webhooks: number;
  readonly type: string;
}

/** A webhook endpoint, without its secret. */
export interface EndpointWire extends Wire {
  readonly enabled_events: readonly string[];
  readonly status: 'enabled' | 'disabled';
  readonly url: string;
}

/** A PaymentMethod. */
export interface PaymentMethodWire extends Wire {
  readonly billing_details: {
    readonly email: string | null;
    readonly name: string | null;
    readonly [member: string]: unknown;
  };
  readonly created: number;
  readonly customer: string | null;
  readonly metadata: Metadata;
  readonly type: string;
}

/** A shared payment token, as the seller it was granted to sees it. */
export interface TokenWire extends Wire {
  readonly created: number;
  readonly deactivated_at: number | null;
  readonly deactivated_reason: 'consumed' | 'expired' | 'revoked' | null;
  readonly usage_details: { readonly amount_captured: { readonly currency: string; readonly value: number } | null };
  readonly usage_limits: { readonly currency: string; readonly expires_at: number | null; readonly max_amount: number };
}

/** An Account. */
export interface AccountWire extends Wire {
  readonly charges_enabled: boolean;
  readonly created: number;
  readonly metadata: Metadata;
  readonly payouts_enabled: boolean;
}

/** A Product. */
export interface ProductWire extends Wire {
  readonly active: boolean;
  readonly created: number;
  readonly metadata: Metadata;
  readonly name: string;
  readonly shippable: boolean | null;
  readonly type: string;
  readonly url: string | null;
}

/** A Price. */
export interface PriceWire extends Wire {
  readonly active: boolean;
  readonly created: number;
  readonly currency: string;
  readonly lookup_key: string | null;
  readonly metadata: Metadata;
  readonly product: string;
  readonly type: string;
  readonly unit_amount: number;
}

/** A Customer. */
export interface CustomerWire extends Wire {
  readonly created: number;
  readonly email: string | null;
  readonly metadata: Metadata;
  readonly name: string | null;
}
