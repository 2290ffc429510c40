import { Problem } from './problem.js';
import { problemClass, problemDefinition } from './problem-registry.js';

/** A problem as it lies in the database: its code and its own fields. */
export interface StoredProblem {
  code: string;
  message: string;
  fields: Record<string, unknown>;
}

export function storedProblem(problem: Problem): StoredProblem {
  const { code, message, details, retryAfterSeconds } = problem;
  const wait = retryAfterSeconds === undefined ? {} : { retryAfterSeconds };
  return { code, message, fields: { ...ownFields(problem), details, ...wait } };
}

/** What only the class of this problem has: a maximum, the alternatives. Never its cause, which is for the log. */
export function ownFields(problem: Problem): Record<string, unknown> {
  const own = Object.entries(problem).filter(([name]) => !SHARED.has(name));
  return JSON.parse(JSON.stringify(Object.fromEntries(own))) as Record<string, unknown>;
}

const SHARED = new Set([
  'name',
  'code',
  'message',
  'retryable',
  'retryAfterSeconds',
  'advice',
  'details',
  'status',
  'cause',
]);

/** The same problem again, as instance of its class, so that every surface shows it as the first time. */
export function reviveProblem({ code, message, fields }: StoredProblem): Problem {
  const target = problemClass(code);
  const { retryable, advice, status } = problemDefinition(target);
  const revived: unknown = Object.create(target.prototype as object);
  const problem = Object.assign(revived as Problem, fields, { name: target.name, code, retryable, advice, status });
  Object.defineProperty(problem, 'message', { value: message, enumerable: false });
  return problem;
}
