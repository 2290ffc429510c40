import { Problem, ServiceUnavailable } from '@comptoir/kernel';
import { isDatabaseUnavailable } from '#platform';

/** The problem that was thrown, or the one a known failure stands for, whose text stays in the log; null for a bug. */
export function asProblem(thrown: unknown): Problem | null {
  if (thrown instanceof Problem) return thrown;
  return isDatabaseUnavailable(thrown) ? new ServiceUnavailable() : null;
}
