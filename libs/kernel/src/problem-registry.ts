/** What is fixed about a problem, whoever raises it. */
export interface ProblemDefinition {
  /** Stable, UPPER_SNAKE_CASE. */
  code: string;
  /** HTTP status on REST. */
  status: number;
  /** Whether the same call may succeed later without any change by the caller. */
  retryable: boolean;
  /** What happened, for the schema and the catalogue. */
  description: string;
  /** What the caller should do next, in one sentence. */
  advice: string;
}

/** Two classes with one code; the message names both. */
export class DuplicateProblem extends Error {
  constructor(
    readonly code: string,
    one: object,
    two: object,
  ) {
    super(`Problem code ${code} is declared by both ${nameOf(one)} and ${nameOf(two)}`);
  }
}

type ProblemClass = abstract new (...args: never[]) => object;

const definitions = new Map<object, ProblemDefinition>();

export function registerProblem(target: object, definition: ProblemDefinition): void {
  for (const [other, { code }] of definitions) {
    if (code === definition.code && other !== target) throw new DuplicateProblem(code, other, target);
  }
  definitions.set(target, definition);
}

function nameOf(target: object): string {
  return typeof target === 'function' ? target.name : 'an object';
}

export function problemDefinition(target: object): ProblemDefinition {
  const definition = definitions.get(target);
  if (!definition) throw new TypeError('A problem class lacks @ProblemType');
  return definition;
}

/** Every problem loaded in this process, by code: the source of `contracts/problems.md`. */
export function listProblems(): ProblemDefinition[] {
  return [...definitions.values()].sort((a, b) => a.code.localeCompare(b.code));
}

/** The class that declared `code`. */
export function problemClass(code: string): ProblemClass {
  for (const [target, definition] of definitions) if (definition.code === code) return target as ProblemClass;
  throw new Error(`No problem has the code ${code}`);
}
