import type { Reply } from '../../bson/reply.js';
import type { Doc } from '../../bson/value.js';
import { CommandError } from '../../errors.js';
import { Arguments } from '../arguments.js';

const MAX_STATEMENTS = 100_000;
const MAX_MESSAGE_BYTES = 1024 * 1024;

/** As many statements as one command may have. */
export function checkBatchSize({ length }: readonly unknown[]): void {
  if (length >= 1 && length <= MAX_STATEMENTS) return;
  throw new CommandError(16, `Write batch sizes must be between 1 and ${MAX_STATEMENTS}. Got ${length} operations.`);
}

/**
 * The fields of each statement; what is not known or missing fails the whole command before anything is done. A filter
 * that got lost would mean all documents.
 */
export function readStatements(
  where: string,
  statements: readonly Doc[],
  known: ReadonlySet<string>,
  required: readonly string[],
): Arguments[] {
  checkBatchSize(statements);
  return statements.map((statement) => {
    const fields = new Arguments(where, statement);
    fields.allow(known);
    const missing = required.find((name) => (statement.get(name) ?? null) === null);
    if (missing !== undefined) {
      throw new CommandError(40414, `BSON field '${where}.${missing}' is missing but a required field`);
    }
    return fields;
  });
}

/** A retryable write touches one document; what touches many cannot be told apart when it comes again. */
export function refuseRetryOfMany(command: Arguments, isMany: boolean, option: string): void {
  if (isMany && command.raw('txnNumber') !== undefined) {
    throw new CommandError(72, `Cannot use (or request) retryable writes with ${option}`);
  }
}

/** Runs the statements of a write command; a failed one becomes a write error and, if ordered, the last one. */
export function runStatements<T>(
  statements: readonly T[],
  ordered: boolean,
  run: (statement: T, index: number) => void,
): Reply {
  const writeErrors: Reply[] = [];
  let told = 0;
  for (const [index, statement] of statements.entries()) {
    try {
      run(statement, index);
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      // MongoDB too has no more words after a megabyte of them, so that the reply stays one that a driver takes.
      const errmsg = told < MAX_MESSAGE_BYTES || writeErrors.length < 2 ? error.message : '';
      told += errmsg.length;
      writeErrors.push({ index, code: error.code, errmsg, ...error.details });
      if (ordered) break;
    }
  }
  return writeErrors.length > 0 ? { writeErrors } : {};
}
