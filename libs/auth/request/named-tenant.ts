import type { ExecutionContext } from '@nestjs/common';
import { GqlExecutionContext } from '@nestjs/graphql';
import type { FastifyRequest } from 'fastify';
import { getArgumentValues, Kind, type FieldNode, type GraphQLResolveInfo, type SelectionSetNode } from 'graphql';
import { TenantMismatch } from '../auth.problems.js';
import { isGraphql } from './current-request.js';

/** The tenant that this field (or this route's path) names, or null. */
export function namedTenant(context: ExecutionContext): string | null {
  if (isGraphql(context)) return tenantIn(GqlExecutionContext.create(context).getArgs<Record<string, unknown>>());
  const { params } = context.switchToHttp().getRequest<FastifyRequest<{ Params: Record<string, unknown> }>>();
  return tenantIn({ tenantId: params['tenantId'] ?? params['tenant_id'] });
}

/** A document that writes names one tenant. Checked before its first field runs, whichever field names the other one. */
export function refuseSecondTenant(info: GraphQLResolveInfo): void {
  if (info.operation.operation !== 'mutation' || isPlain(info.operation.selectionSet)) return;
  const fields = info.parentType.getFields();
  const named = new Set<string>();
  for (const node of rootFields(info.operation.selectionSet, info)) {
    const field = fields[node.name.value];
    const tenantId = field ? tenantIn(getArgumentValues(field, node, info.variableValues)) : null;
    if (tenantId !== null) named.add(tenantId);
  }
  if (named.size > 1) throw new TenantMismatch('A document that writes names one tenant, and this one names several.');
}

/** The usual document: one root field and no fragment. */
function isPlain({ selections }: SelectionSetNode): boolean {
  return selections.length === 1 && selections[0]?.kind === Kind.FIELD;
}

function rootFields(set: SelectionSetNode, info: GraphQLResolveInfo): FieldNode[] {
  return set.selections.flatMap((node) => {
    if (node.kind === Kind.FIELD) return [node];
    const fragment = node.kind === Kind.INLINE_FRAGMENT ? node : info.fragments[node.name.value];
    return fragment ? rootFields(fragment.selectionSet, info) : [];
  });
}

/** `tenantId`, or `input.tenantId`; a field that has both must say the same twice. */
function tenantIn(args: Record<string, unknown>): string | null {
  const { tenantId, input } = args;
  const inner = typeof input === 'object' && input !== null && 'tenantId' in input ? input.tenantId : undefined;
  const named = [tenantId, inner].filter((value) => typeof value === 'string');
  if (named.length === 2 && named[0] !== named[1]) throw new TenantMismatch();
  return named[0] ?? null;
}
