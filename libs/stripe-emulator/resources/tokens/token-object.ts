import { newId } from '../../core/ids.js';
import type { Metadata, PaymentMethodWire, TokenWire } from '../../core/wire.js';

/** What a token is granted for. */
export interface TokenSeed {
  readonly method: PaymentMethodWire;
  readonly limits: TokenWire['usage_limits'];
  readonly sharedMetadata: Metadata;
  readonly created: number;
}

/** Members of a card that a token does not share. */
const NOT_SHARED = new Set(['generated_from', 'regulated_status', 'three_d_secure_usage']);

/** A token nobody has used yet. */
export function newToken({ method, limits, sharedMetadata, created }: TokenSeed): TokenWire {
  const details = (method[method.type] ?? {}) as Readonly<Record<string, unknown>>;
  return {
    id: newId('spt'),
    object: 'shared_payment.granted_token',
    agent_details: null,
    created,
    deactivated_at: null,
    deactivated_reason: null,
    livemode: false,
    payment_method_details: {
      billing_details: method.billing_details,
      [method.type]: Object.fromEntries(Object.entries(details).filter(([name]) => !NOT_SHARED.has(name))),
      type: method.type,
    },
    risk_details: null,
    shared_metadata: sharedMetadata,
    usage_details: { amount_captured: null },
    usage_limits: limits,
  };
}
