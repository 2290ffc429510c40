import type { GraphQLFormattedError } from 'graphql';
import {
  envelope,
  InvalidInput,
  listProblems,
  NotFound,
  type ProblemDetail,
  type ProblemEnvelope,
} from '@comptoir/kernel';
import type { Operation } from './operation.js';

/** What a root field answered, as plain data. */
export type Value = Readonly<Record<string, unknown>>;

/** An operation either brings data or meets a problem; which surface asked makes no difference. */
export type OperationResult =
  { readonly kind: 'data'; readonly value: Value } | { readonly kind: 'problem'; readonly problem: ProblemEnvelope };

/** What a query answers when there is nothing, or not for this caller. */
export function nothingThere(requestId: string): OperationResult {
  return { kind: 'problem', problem: envelope(new NotFound('object'), requestId) };
}

/** Arguments that were refused before anything ran. */
export function refusedArguments(details: ProblemDetail[], requestId: string): OperationResult {
  return { kind: 'problem', problem: envelope(new InvalidInput(details), requestId) };
}

/** A member of the result union, as one of its documents selects it. */
export function problemMember(value: Value, operation: Operation, requestId: string): OperationResult {
  const { __typename: _type, retryAfterSeconds, ...shown } = value as Value & ProblemEnvelope;
  const wait = typeof retryAfterSeconds === 'number' ? { retryAfterSeconds } : {};
  return { kind: 'problem', problem: withOurNames({ ...shown, ...wait, requestId }, operation) };
}

/** A failure outside the union; the server's last word on errors made an envelope of it already. */
export function problemError(
  { message, extensions = {} }: GraphQLFormattedError,
  operation: Operation,
): OperationResult {
  return {
    kind: 'problem',
    problem: withOurNames({ ...(extensions as Omit<ProblemEnvelope, 'message'>), message }, operation),
  };
}

/** HTTP status of a problem, by its code. */
export function statusOf(code: string): number {
  return listProblems().find((problem) => problem.code === code)?.status ?? 500;
}

/** Places of the input under the names that the caller knows: `input.subject.cart` is its `cart_id`. */
function withOurNames(problem: ProblemEnvelope, { variables }: Operation): ProblemEnvelope {
  const details = problem.details.map(({ path, code, message }) => ({
    path: callersPath(path, variables),
    code,
    message,
  }));
  return { ...problem, details };
}

function callersPath(path: string, variables: Operation['variables']): string {
  const found = variables.find((variable) => path === variable.path || path.startsWith(`${variable.path}.`));
  return found ? found.name + path.slice(found.path.length) : path;
}
