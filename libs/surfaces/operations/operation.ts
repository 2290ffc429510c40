import type { DocumentNode, GraphQLInputType } from 'graphql';
import type { ProblemDetail } from '@comptoir/kernel';
import type { Risk } from '@comptoir/tenant-kit';
import type { JsonSchema } from './schema/json-schema.js';

/** What the root field declares by `@operation`. */
export interface DeclaredRule {
  readonly scope: string;
  readonly risk: Risk;
  readonly key: string;
}

/** One argument of an operation, as its document offers it. */
export interface OperationVariable {
  readonly name: string;
  readonly description: string;
  readonly type: GraphQLInputType;
  /** Other names it is accepted under, not listed. */
  readonly aliases: readonly string[];
  /** False for an argument that is taken, but that no tool list, API description or message names. */
  readonly listed: boolean;
  /** Where it goes, such as `input.subject.cart`: problems speak of that place, callers of the variable. */
  readonly path: string;
  /** Input or arguments class at that place, whose rules it inherits; null for a plain argument. */
  readonly owner: { readonly type: string; readonly field: string } | null;
  /** What the schema takes when it is left out. */
  readonly defaultValue: unknown;
}

export interface RestRoute {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With `{variable}` in place of path parameters. */
  readonly path: string;
  /** HTTP status of success. */
  readonly status: number;
}

/** Arguments as variables of the document, or every place that is wrong. */
export type ReadArguments =
  | { readonly ok: true; readonly values: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly details: ProblemDetail[] };

/** One `.graphql` document, ready to be offered and run: the single source of a tool and of a route. */
export interface Operation {
  readonly name: string;
  /** File it was read from, for messages. */
  readonly source: string;
  readonly description: string;
  readonly rootField: string;
  readonly rule: DeclaredRule;
  readonly tool: { readonly name: string; readonly toolset: string } | null;
  readonly rest: RestRoute | null;
  readonly variables: readonly OperationVariable[];
  /** What is executed: no directive of ours, no description, `__typename` at abstract types. Printed once. */
  readonly text: string;
  readonly document: DocumentNode;
  /** Of the listed variables. */
  readonly inputSchema: JsonSchema;
  /** Of the root field's value when it is no problem. */
  readonly outputSchema: JsonSchema;
  /** Members of the result union that are problems. */
  readonly problemTypes: ReadonlySet<string>;
  /** Checks and names what a caller sent, before GraphQL sees it. */
  readonly arguments: { read(given: Readonly<Record<string, unknown>>): ReadArguments };
}

/** A document that cannot be offered; the message names its file and what to mend. */
export class OperationError extends Error {}
