import type { Type } from '@nestjs/common';
import type { Problem } from '@comptoir/kernel';
import type { PlanStep } from './plan.js';
import type { CheckoutPort } from './ports/checkout.port.js';
import type { Capability } from './tenant.js';
import type { Checkout } from './types/checkout.js';
import type { Order } from './types/order.js';

/** Number of this contract. A kind built for another one is refused before any of its code runs. */
export const CONTRACT = 1;

/** The `comptoir` field of a kind's package.json, read before its code. */
export interface KindManifest {
  kind: string;
  contract: number;
  capabilities: Capability[];
  /** Folder in the package with its operation documents, if it has any. */
  operations?: string;
}

/** What a kind is made of: the default export of its package. */
export interface TenantKind {
  /** Validates `tenant.settings`; class-validator rules. */
  settings: Type<object>;
  /** Its steps, in order. */
  plan: readonly PlanStep[];
  /** Nest provider that implements the port. */
  checkout: Type<CheckoutPort>;
  /** GraphQL type of its checkouts, marked with `@CheckoutType`. */
  checkoutType: Type<Checkout>;
  /** GraphQL type of its orders, marked with `@OrderType`; a kind whose plan drafts none leaves it out. */
  orderType?: Type<Order>;
  /** Problems it raises from its port; they join the result unions. */
  problems: readonly Type<Problem>[];
  /** Providers and resolvers of its own, if any. Every root field they add carries `@Operation`. */
  providers?: readonly Type[];
  /** HTTP controllers of its own, if any, such as a page that a link leads to. */
  controllers?: readonly Type[];
}

const brand = Symbol('comptoir.tenant-kind');

/** Declares a tenant kind. The brand notices a kind that brought a second copy of this package. */
export function defineTenantKind(kind: TenantKind): TenantKind {
  return Object.freeze({ ...kind, [brand]: true });
}

/** Whether `value` came out of this copy of {@link defineTenantKind}. */
export function isTenantKind(value: unknown): value is TenantKind {
  return typeof value === 'object' && value !== null && brand in value;
}
