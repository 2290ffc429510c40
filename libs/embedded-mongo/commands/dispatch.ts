import { encodeDocument } from '../bson/encode.js';
import { show } from '../bson/show.js';
import { isDoc, type Doc, type Value } from '../bson/value.js';
import { CommandError, reasonOf } from '../errors.js';
import type { Engine } from '../engine/engine.js';
import type { Fault } from '../engine/fail-points.js';
import { toInteger } from '../bson/numbers.js';
import { Arguments, type Sequences } from './arguments.js';
import { databaseOf, type Command } from './command.js';
import { COMMANDS, RETRYABLE } from './command-table.js';
import { injectedError, InterruptedWrite, withConcernError } from './faults.js';
import { GENERAL_FIELDS } from './general-fields.js';
import { sessionKey } from './session-key.js';

const TRANSACTION_FIELDS = ['commitTransaction', 'abortTransaction', 'startTransaction', 'autocommit'];
const READ_CONCERNS = new Set(['local', 'available', 'majority', 'linearizable']);

/** A document and what a reply says beside it. */
const MAX_REPLY_BYTES = 16 * 1024 * 1024 + 16 * 1024;

/** A command as it came. */
interface Call {
  readonly body: Doc;
  readonly sequences: Sequences;
}

/** A finished command; with `durable` the reply waits until the log is on the disk. */
export interface Executed {
  readonly reply: Buffer;
  readonly durable: boolean;
  /** A fail point takes the connection away instead of answering. */
  readonly close?: boolean;
}

/** What a fail point has in store for this command. */
export function faultFor(engine: Engine, body: Doc): Fault | undefined {
  const [entry] = body;
  if (!entry) return undefined;
  return engine.failPoints?.faultFor(entry[0], `${text(body.get('$db'))}.${text(entry[1])}`);
}

/** The one path of every command: look it up, check its fields, run it, log its changes, answer. */
export function execute(engine: Engine, address: string, call: Call, fault?: Fault): Executed {
  try {
    if (fault?.error) throw injectedError(fault.error, call.body);
    const executed = executeChecked(engine, address, call);
    if (!fault?.writeConcernError) return executed;
    return { ...executed, reply: withConcernError(executed.reply, fault, call.body) };
  } catch (error) {
    return {
      reply: encodeDocument(toCommandError(error).toReply()),
      durable: false,
      close: error instanceof InterruptedWrite && error.close,
    };
  }
}

/** The reply for a failure outside a command, such as a disk that refuses to sync. */
export function failureReply(error: unknown): Buffer {
  return encodeDocument(toCommandError(error).toReply());
}

function executeChecked(engine: Engine, address: string, { body, sequences }: Call): Executed {
  const name = body.keys().next().value ?? '';
  refuseTransactions(body);
  const command = COMMANDS.get(name);
  if (!command) throw new CommandError(59, `no such command: '${name}'`);
  const args = new Arguments(name, body, sequences);
  if (command.fields !== 'any') args.allow(allowedFields(name, command.fields));
  checkReadConcern(args);
  checkTimeLimit(args.raw('maxTimeMS'));
  const durable = wantsJournal(args);
  if (body.has('txnNumber') && !RETRYABLE.has(name)) {
    throw new CommandError(50768, `txnNumber may only be provided for retryable write commands, not for '${name}'`);
  }
  const retry = RETRYABLE.has(name) ? retryOf(args) : undefined;
  const known = retry && engine.sessions.replyTo(retry.session, retry.transaction);
  if (known) return { reply: known, durable };
  return { ...run(engine, command, { name, args, address }, retry), durable };
}

interface Retry {
  readonly session: string;
  readonly transaction: bigint;
}

function run(
  engine: Engine,
  command: Command,
  call: { name: string; args: Arguments; address: string },
  retry: Retry | undefined,
): { reply: Buffer; close: boolean } {
  try {
    const database = databaseOf(call.args);
    const reply = checkedReply(encodeDocument({ ...command.run({ engine, database, ...call }), ok: 1 }));
    const fault = retry && engine.failPoints?.writeFault();
    if (fault?.failBeforeCommitCode !== undefined) {
      engine.journal.rollBack();
      throw new InterruptedWrite(fault.failBeforeCommitCode, fault.closeConnection);
    }
    if (retry) engine.remember({ ...retry, reply, at: Date.now() });
    return { reply, close: fault?.closeConnection === true };
  } finally {
    // Also after a failure: the statements before the failed one are done and must be in the log.
    engine.journal.commit();
  }
}

/** What is longer than any document may be, no driver has to take. */
function checkedReply(reply: Buffer): Buffer {
  if (reply.length <= MAX_REPLY_BYTES) return reply;
  throw new CommandError(
    10334,
    `BSONObj size: ${reply.length} is invalid. Size must be between 0 and ${MAX_REPLY_BYTES}(16MB)`,
  );
}

function toCommandError(error: unknown): CommandError {
  if (error instanceof CommandError) return error;
  return new CommandError(1, reasonOf(error));
}

function refuseTransactions(body: Doc): void {
  const found = TRANSACTION_FIELDS.find((name) => body.has(name));
  if (found === undefined) return;
  // Not 20, which MongoDB uses too: the driver would replace the message by advice about retryWrites.
  throw new CommandError(263, `embedded-mongo has no transactions ('${found}'): make it one conditional update`);
}

const allowed = new Map<string, ReadonlySet<string>>();

function allowedFields(name: string, fields: readonly string[]): ReadonlySet<string> {
  const known = allowed.get(name);
  if (known) return known;
  const made = new Set([name, ...GENERAL_FIELDS, ...fields]);
  allowed.set(name, made);
  return made;
}

function checkReadConcern(args: Arguments): void {
  const concern = args.document('readConcern');
  if (!concern) return;
  new Arguments('readConcern', concern).allow(new Set(['level', 'provenance']));
  const level = concern.get('level') ?? 'local';
  if (typeof level !== 'string' || !READ_CONCERNS.has(level)) {
    throw new CommandError(2, `the read concern level '${show(level)}' is not supported by embedded-mongo`);
  }
}

/** Nothing is stopped midway here, but what is no time is refused. */
function checkTimeLimit(value: Value | undefined): void {
  if (value === undefined) return;
  const milliseconds = toInteger(value);
  if (milliseconds !== undefined && milliseconds >= 0 && milliseconds <= 0x7fffffff) return;
  throw new CommandError(2, `maxTimeMS must be a whole number from 0 to 2147483647, not ${show(value)}`);
}

/** Whether the write concern asks for the disk (`j: true`); more than one member is refused (100). */
function wantsJournal(args: Arguments): boolean {
  const concern = args.raw('writeConcern');
  if (!isDoc(concern)) return false;
  const fields = new Arguments('writeConcern', concern);
  fields.allow(new Set(['w', 'j', 'fsync', 'wtimeout', 'provenance']));
  const w = concern.get('w') ?? 'majority';
  const members = toInteger(w);
  if (typeof w === 'string' && w !== 'majority') {
    throw new CommandError(79, `No write concern mode named '${w}' found in replica set configuration`);
  }
  if (w !== 'majority' && (members === undefined || members > 1)) {
    throw new CommandError(100, `Not enough data-bearing nodes for write concern w: ${members ?? show(w)}`);
  }
  return fields.flag('j') || fields.flag('fsync');
}

function retryOf(args: Arguments): Retry | undefined {
  if (args.raw('txnNumber') === undefined) return undefined;
  const session = sessionKey(args.raw('lsid'));
  const transaction = args.long('txnNumber').toBigInt();
  if (session === undefined) {
    throw new CommandError(72, 'Transaction number requires a session ID to also be specified');
  }
  if (transaction < 0n) throw new CommandError(72, 'Transaction number cannot be negative');
  return { session, transaction };
}

function text(value: Value | undefined): string {
  return typeof value === 'string' ? value : '';
}
