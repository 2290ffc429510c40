export { after, CLOCK, systemClock, type Clock } from './clock.js';
export { currencyExponent, isCurrency } from './currency.js';
export { newId } from './ids.js';
export { formatMoney, share, sum, times, type MinorUnits } from './money.js';
export { Problem, ProblemDetail, ProblemType } from './problem.js';
export { DuplicateProblem, listProblems, type ProblemDefinition } from './problem-registry.js';
export { envelope, internalError, type ProblemEnvelope } from './envelope.js';
export { InvalidInput, NotFound, ServiceUnavailable } from './common.problems.js';
export { reviveProblem, storedProblem, type StoredProblem } from './stored-problem.js';
