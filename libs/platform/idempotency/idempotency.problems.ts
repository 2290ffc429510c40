import { Problem, ProblemType } from '@comptoir/kernel';

@ProblemType({
  code: 'IDEMPOTENCY_KEY_REQUIRED',
  status: 400,
  retryable: false,
  description: 'This call holds, pays or creates something, so it needs an idempotency key.',
  advice: 'Choose a key (a UUID), send it as `idempotencyKey` or `Idempotency-Key`, and send the same one on a retry.',
})
export class IdempotencyKeyRequired extends Problem {
  constructor() {
    super('This call needs an idempotency key.');
  }
}

@ProblemType({
  code: 'IDEMPOTENCY_KEY_MISMATCH',
  status: 422,
  retryable: false,
  description: 'This key was used before with other arguments.',
  advice: 'Use a new key for a new call; repeat a call only unchanged.',
})
export class IdempotencyKeyMismatch extends Problem {
  constructor() {
    super('This idempotency key was used with other arguments.');
  }
}

@ProblemType({
  code: 'IDEMPOTENCY_IN_FLIGHT',
  status: 409,
  retryable: true,
  description: 'The first call with this key is still running.',
  advice: 'Wait the given time, then send the same call with the same key.',
})
export class IdempotencyInFlight extends Problem {
  constructor() {
    super('A call with this idempotency key is still running.', { retryAfterSeconds: 1 });
  }
}
