import { Problem, ServiceUnavailable } from '@comptoir/kernel';

/** Driver errors that mean "the database is not reachable just now"; their text stays in the log. */
const UNREACHABLE =
  /^Mongo(ServerSelection|Network|NotConnected|PoolCleared|WaitQueueTimeout|TopologyClosed)|^MongooseServerSelection/;

/** The problem that was thrown, or the one a known failure stands for; null for a bug. */
export function asProblem(thrown: unknown): Problem | null {
  if (thrown instanceof Problem) return thrown;
  return thrown instanceof Error && UNREACHABLE.test(thrown.name) ? new ServiceUnavailable() : null;
}
