import { Injectable, SetMetadata, type CanActivate, type CustomDecorator, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { GqlExecutionContext } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { InvalidInput } from '@comptoir/kernel';
import { OPERATION_RULE, type OperationRule } from '@comptoir/tenant-kit';
import { ScopeInsufficient, Unauthenticated } from '../auth.problems.js';
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
    const tenantId = namedTenant(context);
    if (tenantId === null) throw InvalidInput.at('tenantId', 'isNotEmpty', 'must name a tenant');
    await request.tenant(tenantId, rule.capability);
    return true;
  }

  private buildForHttp(context: ExecutionContext): Promise<RequestContext> {
    return httpRequest(context, (request) => this.contexts.build(request));
  }

  private refuseBrokenRequest({ authProblem }: RequestContext, context: ExecutionContext): void {
    if (!authProblem) return;
    const targets = [context.getHandler(), context.getClass()];
    const accepts = this.reflector.getAllAndOverride<boolean | undefined>(ACCEPTS_BROKEN_TOKEN, targets);
    if (!(accepts && isTokenProblem(authProblem))) throw authProblem;
  }
}

function refuseWithoutScope({ scope }: OperationRule, { principal }: RequestContext): void {
  if (scope === 'public' || principal.scopes.includes(scope)) return;
  throw principal.type === 'anonymous' ? new Unauthenticated() : new ScopeInsufficient(scope);
}
