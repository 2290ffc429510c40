import type { Caller } from '../caller.decorator.js';
import type { Address } from '../types/address.js';
import type { CheckoutSucceeded } from '../types/checkout-succeeded.js';
import type { Subject } from './checkout.port.js';

/** Injection token of {@link CheckoutsPort}. */
export const CHECKOUTS = Symbol.for('comptoir.checkouts');

/** How a kind's own operation starts a checkout of the kind's own subject. */
export interface CheckoutsPort {
  /** Durable and idempotent by the caller's key, like `startCheckout`; `operation` names it in the ledger. */
  start(
    caller: Caller,
    operation: string,
    input: { subject: Subject; email?: string | null; shippingAddress?: Address | null },
  ): Promise<CheckoutSucceeded>;
}
