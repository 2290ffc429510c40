import { ownFields } from './stored-problem.js';
import type { Problem, ProblemDetail } from './problem.js';

/** The one shape of a failure on every surface. */
export interface ProblemEnvelope {
  code: string;
  message: string;
  retryable: boolean;
  retryAfterSeconds?: number;
  advice: string;
  details: ProblemDetail[];
  requestId: string;
}

/** Renders a problem for a caller. Own fields of the class (a maximum, the alternatives) come along. */
export function envelope(problem: Problem, requestId: string): ProblemEnvelope & Record<string, unknown> {
  const { code, message, retryable, retryAfterSeconds, advice, details } = problem;
  const wait = retryAfterSeconds === undefined ? {} : { retryAfterSeconds };
  return { ...ownFields(problem), code, message, retryable, ...wait, advice, details, requestId };
}

/** What a caller is told about a bug: nothing but where to look in the log. */
export function internalError(requestId: string): ProblemEnvelope {
  return {
    code: 'INTERNAL',
    message: 'Something went wrong on our side.',
    retryable: true,
    advice: 'Try again; if it stays, report the request id to the operator.',
    details: [],
    requestId,
  };
}
