import { SetMetadata, applyDecorators } from '@nestjs/common';
import { Directive } from '@nestjs/graphql';
import type { Scope } from './principal.js';
import type { Capability } from './tenant.js';

/** What a root field does to the world; tool hints and audit levels follow from it. */
export type Risk = 'READ' | 'WRITE' | 'HOLD' | 'MONEY' | 'DESTROY';

/** What an operation may do, declared once, on the root field. */
export interface OperationRule {
  /** Scope the principal needs; `public` for none. */
  scope: Scope | 'public';
  risk: Risk;
  /** Refused with `NOT_OFFERED_BY_TENANT` where the tenant lacks it. */
  capability?: Capability;
  /** Idempotency key: `required` for what holds, pays, refunds, quotes or creates. */
  key: 'required' | 'derived' | 'none';
  /** False for a root field that belongs to no tenant. */
  tenant?: boolean;
}

export const OPERATION_RULE = 'comptoir:operation';

/** Declares a root field's rule. A root field without one does not boot. */
export function Operation(rule: OperationRule): MethodDecorator {
  const capability = rule.capability ? `, capability: "${rule.capability}"` : '';
  return applyDecorators(
    SetMetadata(OPERATION_RULE, rule),
    Directive(`@operation(scope: "${rule.scope}", risk: ${rule.risk}, key: "${rule.key}"${capability})`),
  );
}
