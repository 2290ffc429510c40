/** Errors of the driver that mean: nobody answers, or not in time. */
const UNREACHABLE =
  /^Mongo(ServerSelection|Network|NotConnected|PoolCleared|PoolClosed|WaitQueueTimeout|TopologyClosed|OperationTimeout)|^MongooseServerSelection/;

/** The driver hands on as it is what the operating system says when a connection breaks while something is written to it. */
const BROKEN = new Set([
  'ECONNRESET',
  'EPIPE',
  'ECONNREFUSED',
  'ECONNABORTED',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

/** What a server that answers says when it cannot do it just now. What it did is unknown; the same call may succeed later. */
const NOT_NOW = new Set([
  50, // MaxTimeMSExpired
  64, // WriteConcernTimeout
  91, // ShutdownInProgress
  189, // PrimarySteppedDown
  262, // ExceededTimeLimit
  10_107, // NotWritablePrimary
  11_600, // InterruptedAtShutdown
  11_602, // InterruptedDueToReplStateChange
  13_435, // NotPrimaryNoSecondaryOk
  13_436, // NotPrimaryOrSecondary
  14_031, // OutOfDiskSpace
]);

/** Whether an error says that the database cannot be used for the moment. Its text is for the log, never for a caller. */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (UNREACHABLE.test(error.name)) return true;
  return 'code' in error && (NOT_NOW.has(Number(error.code)) || BROKEN.has(String(error.code)));
}
