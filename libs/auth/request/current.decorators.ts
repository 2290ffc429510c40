import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Principal, TenantContext } from '@comptoir/tenant-kit';
import { currentRequest } from './current-request.js';
import { namedTenant } from './named-tenant.js';
import type { RequestContext } from './request-context.js';

/** The {@link RequestContext} of the request at work. */
export const CurrentRequest = createParamDecorator((_: unknown, context: ExecutionContext): RequestContext =>
  requestOf(context),
);

/** Who calls. */
export const CurrentPrincipal = createParamDecorator(
  (_: unknown, context: ExecutionContext): Principal => requestOf(context).principal,
);

/** The tenant that this root field names, resolved and checked by the operation guard. */
export const CurrentTenant = createParamDecorator((_: unknown, context: ExecutionContext): TenantContext => {
  const tenant = requestOf(context).tenants.get(namedTenant(context) ?? '');
  if (!tenant) throw new Error('@CurrentTenant belongs on an operation that names a tenant (no `tenant: false`)');
  return tenant;
});

function requestOf(context: ExecutionContext): RequestContext {
  const request = currentRequest(context);
  if (!request) throw new Error('There is a RequestContext only where @Operation declares a rule');
  return request;
}
