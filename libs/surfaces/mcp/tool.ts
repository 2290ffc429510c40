import type { Tool } from '@modelcontextprotocol/server';
import type { DeclaredRule, Operation } from '../operations/operation.js';
import type { JsonSchema } from '../operations/schema/json-schema.js';

/** What every tool may answer instead of its data. Its fields are those of the one envelope. */
const PROBLEM: JsonSchema = { required: ['code', 'message', 'retryable', 'advice'] };

/** How an operation is listed: everything follows from its document and the declared rule. */
export function toolOf(operation: Operation, name: string): Tool {
  const { description, inputSchema, outputSchema, rule } = operation;
  return {
    name,
    description,
    inputSchema: inputSchema as Tool['inputSchema'],
    outputSchema: orProblem(outputSchema) as NonNullable<Tool['outputSchema']>,
    annotations: hintsOf(rule),
  };
}

/** Clients of 2025-11-25 want an object at the root, and check problems against the schema as well. */
function orProblem({ type: _object, anyOf, ...success }: JsonSchema): JsonSchema {
  const isBare = Array.isArray(anyOf) && Object.keys(success).length === 0;
  const alternatives = isBare ? anyOf : [{ ...success, ...(anyOf ? { anyOf } : {}) }];
  return { type: 'object', anyOf: [...alternatives, PROBLEM] };
}

/** A repeat with the same arguments does nothing more where a key is derived or nothing is written. */
function hintsOf({ risk, key }: DeclaredRule): NonNullable<Tool['annotations']> {
  return {
    readOnlyHint: risk === 'READ',
    destructiveHint: risk === 'DESTROY',
    idempotentHint: risk === 'READ' || key !== 'none',
    openWorldHint: risk === 'MONEY',
  };
}
