import type { MinorUnits } from '@comptoir/kernel';
import type { TenantContext } from '../tenant.js';
import type { Address } from '../types/address.js';
import type { CheckoutLine, ShippingOption } from '../types/checkout-parts.js';
import type { CheckoutStatus } from '../types/checkout-status.js';
import type { NextAction } from '../types/next-action.js';

/** What is checked out, as plain data: `{ type: 'cart', cartId }`, or a kind's own. */
export interface Subject {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** A subject that is about to be checked out. */
export interface OpenCall {
  readonly tenant: TenantContext;
  /** Who will own the checkout. */
  readonly ownerId: string;
  readonly subject: Subject;
  readonly now: Date;
}

/** What the platform needs to know of a subject before it writes anything. */
export interface Opening {
  /** What is kept with the checkout: everything the kind needs later. */
  subject: Subject;
  currency: string;
  shippingAddress: Address | null;
  /** The live checkout this subject belongs to already; starting it again returns that one. */
  checkoutId: string | null;
}

/** What the platform charges. `Σ lines + shipping + tax - discount` is the total; the platform asserts it. */
export interface Pricing {
  lines: CheckoutLine[];
  shipping: MinorUnits;
  tax: MinorUnits;
  discount: MinorUnits;
  includedTax: MinorUnits;
  /** Whether something of it is delivered to an address. */
  requiresAddress: boolean;
  /** The option in force: the chosen one, else the default, else null. */
  shippingOption: ShippingOption | null;
}

/** The state of a checkout that a kind may read. */
export interface CheckoutSnapshot {
  readonly id: string;
  readonly tenantId: string;
  readonly status: CheckoutStatus;
  readonly ownerId: string;
  readonly subject: Subject;
  readonly currency: string;
  readonly email: string | null;
  readonly shippingAddress: Address | null;
  /** What the buyer chose; null when the default applies. */
  readonly shippingChoice: { carrierId: string; serviceId: string } | null;
  readonly pricing: Pricing | null;
  /** Until when held goods stay held, whatever happens. */
  readonly holdUntil: Date;
}

/** One call of the platform to a kind. May be repeated with the same `key`: then it must do nothing twice. */
export interface CheckoutCall {
  readonly tenant: TenantContext;
  readonly checkout: CheckoutSnapshot;
  /** Same on every retry of this step and after a restart. */
  readonly key: string;
  readonly attempt: number;
  readonly now: Date;
  /** The platform stops waiting then and finishes or undoes the outcome later. */
  readonly deadline: Date;
}

/**
 * What a kind implements. Every method may be called again with the same key, also after a crash, also at the same
 * time by two processes. An expected failure is a thrown problem; anything else counts as transient and is retried.
 */
export interface CheckoutPort {
  /** Reads the subject. Refusing here is free: nothing was written. `KindMismatch` for a subject of another kind. */
  open(call: OpenCall): Promise<Opening>;
  /** Refuses what cannot be checked out. Reads only. */
  validate(call: CheckoutCall): Promise<void>;
  /** Prices of this moment. Reads only. */
  price(call: CheckoutCall): Promise<Pricing>;
  /** Sets the goods aside for this checkout, all or none. Undone by {@link release}. */
  hold(call: CheckoutCall): Promise<void>;
  /** Frees what {@link hold} set aside, also when it never ran or ran halfway. */
  release(call: CheckoutCall): Promise<void>;
  /** Facts for the order of this kind, beyond the lines and totals that the platform keeps. */
  draft(call: CheckoutCall): Promise<Record<string, unknown>>;
  /** Undoes {@link draft}. */
  discard(call: CheckoutCall): Promise<void>;
  /** The money is there: turns the hold into a sale. */
  fulfil(call: CheckoutCall): Promise<void>;
  /** Undoes {@link fulfil}. */
  cancel(call: CheckoutCall): Promise<void>;
  /** Fields that only this kind's checkout type has. Pure. */
  describe(checkout: CheckoutSnapshot): Record<string, unknown>;
  /** What the buyer does next where only the kind knows, such as the handoff. Null leaves it to the platform. */
  nextAction?(checkout: CheckoutSnapshot): NextAction | null;
  /** Ways to deliver; only kinds with the shipping capability have it. Reads only. */
  shippingOptions?(call: CheckoutCall): Promise<ShippingOption[]>;
}
