import { Problem, ProblemType, type ProblemDetail } from './problem.js';

@ProblemType({
  code: 'INVALID_INPUT',
  status: 400,
  retryable: false,
  description: 'The input breaks a rule; `details` names each place.',
  advice: 'Correct the named places and send the call again.',
})
export class InvalidInput extends Problem {
  constructor(details: ProblemDetail[], message?: string) {
    super(message ?? details.map((d) => `${d.path}: ${d.message}`).join('; '), { details });
  }

  /** The usual case: one place, one rule. */
  static at(path: string, code: string, message: string): InvalidInput {
    return new InvalidInput([{ path, code, message }]);
  }
}

@ProblemType({
  code: 'NOT_FOUND',
  status: 404,
  retryable: false,
  description: 'There is no such object, or it is not yours: the answer is the same.',
  advice: 'Check the id and the tenant, and that you are signed in as its owner.',
})
export class NotFound extends Problem {
  constructor(what: string) {
    super(`No ${what} with this id is visible to you.`);
  }
}

@ProblemType({
  code: 'SERVICE_UNAVAILABLE',
  status: 503,
  retryable: true,
  description: 'Something this call depends on (the database) does not answer.',
  advice: 'Wait the given time and send the same call with the same idempotency key.',
})
export class ServiceUnavailable extends Problem {
  constructor(message = 'The service is not available for the moment.') {
    super(message, { retryAfterSeconds: 2 });
  }
}
