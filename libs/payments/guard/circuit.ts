import {
  bulkhead,
  circuitBreaker,
  CircuitState,
  CountBreaker,
  handleWhen,
  isBrokenCircuitError,
  isBulkheadRejectedError,
  TaskCancelledError,
  timeout,
  TimeoutStrategy,
  wrap,
} from 'cockatiel';
import { Problem } from '@comptoir/kernel';
import { PaymentServiceError } from '../payments.problems.js';
import type { Health } from '../routing/route.js';

/** How long one call may take with all its repeats and its wait for a place, milliseconds: less than a step may. */
const DEADLINE_MS = 19_000;

/** Calls under way in one account, and how many more may wait for a place. */
const AT_ONCE = 50;
const WAITING = 500;

/** Half of the latest calls failed, of this many at most and this many at least. */
const FAILED = { threshold: 0.5, size: 20, minimumNumberOfCalls: 10 };

/** How long nobody is asked after that, milliseconds; then one call tries again. */
const REST_MS = 5000;

/**
 * What stands between us and one account at a provider: a deadline, a bulkhead and a breaker. In this process only: it saves
 * waiting, and nothing is right or wrong because of it.
 */
export class Circuit {
  private openedAt = 0;
  private readonly breaker = circuitBreaker(handleWhen(isOutage), {
    halfOpenAfter: REST_MS,
    breaker: new CountBreaker(FAILED),
  });
  private readonly policy = wrap(
    timeout(DEADLINE_MS, TimeoutStrategy.Aggressive),
    bulkhead(AT_ONCE, WAITING),
    this.breaker,
  );

  constructor() {
    this.breaker.onBreak(() => (this.openedAt = Date.now()));
  }

  get health(): Health {
    if (this.breaker.state === CircuitState.Closed) return 'good';
    const rests = this.breaker.state === CircuitState.Open && Date.now() - this.openedAt < REST_MS;
    return rests ? 'down' : 'recovering';
  }

  /** Makes the call, unless too much failed or waits. What that means is said in the words of every outage. */
  async call<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await this.policy.execute(({ signal }) => {
        // It waited for its place until nobody waited for it any more.
        if (signal.aborted) throw new PaymentServiceError();
        return work();
      });
    } catch (error) {
      if (isBrokenCircuitError(error) || isBulkheadRejectedError(error)) {
        throw new PaymentServiceError(REST_MS / 1000, { asked: false });
      }
      // It may still be carried out.
      if (error instanceof TaskCancelledError) throw new PaymentServiceError();
      throw error;
    }
  }
}

/** A refusal is an answer; anything that might be otherwise a moment later is not. */
function isOutage(error: unknown): boolean {
  return !(error instanceof Problem) || error.retryable;
}
