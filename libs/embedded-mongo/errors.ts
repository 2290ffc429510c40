import type { Reply } from './bson/reply.js';

const CODE_NAMES = new Map<number, string>([
  [1, 'InternalError'],
  [2, 'BadValue'],
  [6, 'HostUnreachable'],
  [7, 'HostNotFound'],
  [9, 'FailedToParse'],
  [13, 'Unauthorized'],
  [14, 'TypeMismatch'],
  [15, 'Overflow'],
  [16, 'InvalidLength'],
  [22, 'InvalidBSON'],
  [26, 'NamespaceNotFound'],
  [27, 'IndexNotFound'],
  [28, 'PathNotViable'],
  [40, 'ConflictingUpdateOperators'],
  [43, 'CursorNotFound'],
  [48, 'NamespaceExists'],
  [52, 'DollarPrefixedFieldName'],
  [53, 'InvalidIdField'],
  [54, 'NotSingleValueField'],
  [56, 'EmptyFieldName'],
  [50, 'MaxTimeMSExpired'],
  [59, 'CommandNotFound'],
  [66, 'ImmutableField'],
  [67, 'CannotCreateIndex'],
  [68, 'IndexAlreadyExists'],
  [72, 'InvalidOptions'],
  [73, 'InvalidNamespace'],
  [79, 'UnknownReplWriteConcern'],
  [85, 'IndexOptionsConflict'],
  [86, 'IndexKeySpecsConflict'],
  [89, 'NetworkTimeout'],
  [91, 'ShutdownInProgress'],
  [100, 'UnsatisfiableWriteConcern'],
  [111, 'NotExactValueField'],
  [168, 'InvalidPipelineOperator'],
  [171, 'CannotIndexParallelArrays'],
  [181, 'AmbiguousIndexKeyPattern'],
  [189, 'PrimarySteppedDown'],
  [197, 'InvalidIndexSpecificationOption'],
  [225, 'TransactionTooOld'],
  [240, 'IllegalOpMsgFlag'],
  [262, 'ExceededTimeLimit'],
  [263, 'OperationNotSupportedInTransaction'],
  [287, 'ChecksumMismatch'],
  [352, 'UnsupportedOpQueryCommand'],
  [9001, 'SocketException'],
  [10107, 'NotWritablePrimary'],
  [10334, 'BSONObjectTooLarge'],
  [11000, 'DuplicateKey'],
  [11600, 'InterruptedAtShutdown'],
  [11602, 'InterruptedDueToReplStateChange'],
  [13297, 'DatabaseDifferCase'],
  [13435, 'NotPrimaryNoSecondaryOk'],
  [13436, 'NotPrimaryOrSecondary'],
  [14031, 'OutOfDiskSpace'],
]);

/** After these a driver may send a write a second time; a server says so with a label. */
export const RETRYABLE_WRITE_CODES: ReadonlySet<number> = new Set([
  6, 7, 89, 91, 189, 262, 9001, 10107, 11600, 11602, 13435, 13436,
]);

/** An error the client sees, with MongoDB's code; `details` are extra reply fields such as `keyPattern`. */
export class CommandError extends Error {
  constructor(
    readonly code: number,
    message: string,
    readonly details: Reply = {},
  ) {
    super(message);
    this.name = 'CommandError';
  }

  /** The whole reply of a failed command. */
  toReply(): Reply {
    return {
      ok: 0,
      errmsg: this.message,
      code: this.code,
      codeName: CODE_NAMES.get(this.code) ?? `Location${this.code}`,
      ...this.details,
    };
  }
}

/** A feature of MongoDB that this server does not have: always said aloud, never ignored. */
export function unsupported(what: string, code = 2): CommandError {
  return new CommandError(code, `${what} is not supported by embedded-mongo`);
}

/** What went wrong, for a message. Asks for no class: an error may come from another realm, as it does in tests. */
export function reasonOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error);
}

/** Whether an error of the operating system has this code. */
export function isCode(error: unknown, code: string): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === code;
}
