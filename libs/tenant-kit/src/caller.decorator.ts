import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { GqlExecutionContext } from '@nestjs/graphql';
import type { Principal } from './principal.js';
import type { Capability, TenantContext } from './tenant.js';

/** Who asks for what at which tenant: everything a resolver hands on. */
export interface Caller {
  readonly tenant: TenantContext;
  readonly principal: Principal;
  /** Idempotency key, as argument or header; null when none came along. */
  readonly key: string | null;
}

/** What the gateway puts into the GraphQL context, as far as a resolver may know it. */
export interface CallContext {
  principal: Principal;
  /** Of the request's header; null when none came along. */
  idempotencyKey: string | null;
  /** Tenants that were resolved and checked for this request, by handle. */
  tenants: ReadonlyMap<string, TenantContext>;
  /**
   * The tenant that one field or representation names: open, the one that the request is bound to if it is bound, and
   * offering `capability`. Else the problem that says so is thrown.
   */
  tenant(tenantId: string, capability?: Capability): Promise<TenantContext>;
}

/** The {@link Caller} of a root field that names its tenant by the argument `tenantId`. */
export const CurrentCaller = createParamDecorator((_: unknown, host: ExecutionContext): Caller => {
  const context = GqlExecutionContext.create(host);
  const { tenantId, idempotencyKey } = context.getArgs<{ tenantId: string; idempotencyKey?: string }>();
  const { principal, tenants, idempotencyKey: header } = context.getContext<CallContext>();
  const tenant = tenants.get(tenantId);
  if (!tenant) throw new Error('@CurrentCaller belongs on an @Operation with the argument tenantId');
  return { tenant, principal, key: idempotencyKey ?? header };
});
