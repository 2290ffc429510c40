import { Injectable, SetMetadata, type CanActivate, type CustomDecorator, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { GqlExecutionContext } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { InvalidInput } from '@comptoir/kernel';
import { OPERATION_RULE, type OperationRule, type TenantContext } from '@comptoir/tenant-kit';
import { TenantsService } from '#tenants';
import { ScopeInsufficient, TenantMismatch, Unauthenticated } from '../auth.problems.js';
import { currentRequest, httpRequest, isGraphql } from './current-request.js';
import { namedTenant, refuseSecondTenant } from './named-tenant.js';
import { isTokenProblem, RequestContextFactory, type RequestContext } from './request-context.js';

const ACCEPTS_BROKEN_TOKEN = 'comptoir:accepts-broken-token';

/** For the operations that mend a broken token: elsewhere a request that presents one is refused, public fields included. */
export const AcceptsBrokenToken = (): CustomDecorator => SetMetadata(ACCEPTS_BROKEN_TOKEN, true);

/** The one place where a declared rule is enforced: token, scope, tenant, capability. */
@Injectable()
export class OperationGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly tenants: TenantsService,
    private readonly contexts: RequestContextFactory,
  ) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const rule = this.reflector.get<OperationRule | undefined>(OPERATION_RULE, context.getHandler());
    return rule ? this.admit(rule, context) : true;
  }

  private async admit(rule: OperationRule, context: ExecutionContext): Promise<boolean> {
    const request = currentRequest(context) ?? (await this.buildForHttp(context));
    this.refuseBrokenRequest(request, context);
    refuseWithoutScope(rule, request);
    if (isGraphql(context)) refuseSecondTenant(GqlExecutionContext.create(context).getInfo<GraphQLResolveInfo>());
    if (rule.tenant === false) return true;
    const tenant = await this.resolve(namedTenant(context), request);
    if (rule.capability) this.tenants.require(tenant, rule.capability);
    return true;
  }

  private buildForHttp(context: ExecutionContext): Promise<RequestContext> {
    return httpRequest(context, ({ headers, ip }) => this.contexts.build(headers, ip));
  }

  private refuseBrokenRequest({ authProblem }: RequestContext, context: ExecutionContext): void {
    if (!authProblem) return;
    const targets = [context.getHandler(), context.getClass()];
    const accepts = this.reflector.getAllAndOverride<boolean | undefined>(ACCEPTS_BROKEN_TOKEN, targets);
    if (!(accepts && isTokenProblem(authProblem))) throw authProblem;
  }

  private async resolve(tenantId: string | null, request: RequestContext): Promise<TenantContext> {
    if (tenantId === null) throw InvalidInput.at('tenantId', 'isNotEmpty', 'must name a tenant');
    const { principal, tenantConstraint, tenants } = request;
    // Before the tenant is looked up: whether another one exists is nothing that a bound caller learns.
    if ((principal.tenantId ?? tenantId) !== tenantId || (tenantConstraint ?? tenantId) !== tenantId) {
      throw new TenantMismatch();
    }
    const known = tenants.get(tenantId);
    if (known) return known;
    const resolved = await this.tenants.resolve(tenantId);
    tenants.set(tenantId, resolved);
    return resolved;
  }
}

function refuseWithoutScope({ scope }: OperationRule, { principal }: RequestContext): void {
  if (scope === 'public' || principal.scopes.includes(scope)) return;
  throw principal.type === 'anonymous' ? new Unauthenticated() : new ScopeInsufficient(scope);
}
