import { Problem } from './problem.js';
import { problemClass } from './problem-registry.js';

/** A problem as it lies in the database: its code and its own fields. */
export interface StoredProblem {
  code: string;
  message: string;
  fields: Record<string, unknown>;
}

export function storedProblem(problem: Problem): StoredProblem {
  const { name: _name, message, code, ...fields } = { ...problem, message: problem.message, code: problem.code };
  return { code, message, fields: JSON.parse(JSON.stringify(fields)) as Record<string, unknown> };
}

/** The same problem again, as instance of its class, so that every surface shows it as the first time. */
export function reviveProblem({ code, message, fields }: StoredProblem): Problem {
  const revived: unknown = Object.create(problemClass(code).prototype as object);
  const problem = Object.assign(revived as Problem, fields, { code });
  Object.defineProperty(problem, 'message', { value: message, enumerable: false });
  return problem;
}
