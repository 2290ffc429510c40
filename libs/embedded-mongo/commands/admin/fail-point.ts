import type { Reply } from '../../bson/reply.js';
import { toInteger } from '../../bson/numbers.js';
import { isDoc, type Doc, type Value } from '../../bson/value.js';
import { CommandError, unsupported } from '../../errors.js';
import type { CommandRule, FailMode, WriteRule } from '../../engine/fail-points.js';
import { Arguments } from '../arguments.js';
import type { Command, CommandContext } from '../command.js';

/** `configureFailPoint`: `failCommand` and `onPrimaryTransactionalWrite`, as the tests of MongoDB's drivers use them. */
export const configureFailPoint: Command = { fields: ['mode', 'data'], run: runConfigure };

const COMMAND_FIELDS = new Set([
  'failCommands',
  'namespace',
  'closeConnection',
  'errorCode',
  'errorLabels',
  'writeConcernError',
  'blockConnection',
  'blockTimeMS',
]);

function runConfigure({ engine, database, args }: CommandContext): Reply {
  if (database !== 'admin')
    throw new CommandError(13, 'configureFailPoint may only be run against the admin database.');
  const failPoints = engine.failPoints;
  if (!failPoints) throw new CommandError(59, "no such command: 'configureFailPoint' (fail points are off here)");
  const name = args.string('configureFailPoint');
  const mode = modeOf(args.raw('mode'));
  const data = args.document('data') ?? new Map();
  if (name === 'failCommand') return { count: failPoints.setCommandRule(mode && commandRule(data), mode ?? OFF) };
  if (name === 'onPrimaryTransactionalWrite') {
    return { count: failPoints.setWriteRule(mode && writeRule(data), mode ?? OFF) };
  }
  throw unsupported(`the fail point '${name}'`);
}

const OFF: FailMode = { skip: 0, times: 0 };

/** Undefined switches it off. */
function modeOf(mode: Value | undefined): FailMode | undefined {
  if (mode === 'off') return undefined;
  if (mode === 'alwaysOn') return { skip: 0, times: Infinity };
  const [entry] = isDoc(mode) && mode.size === 1 ? mode : [];
  const number = toInteger(entry?.[1]);
  if (entry?.[0] === 'times' && number !== undefined && number >= 0) return { skip: 0, times: number };
  if (entry?.[0] === 'skip' && number !== undefined && number >= 0) return { skip: number, times: Infinity };
  throw new CommandError(2, "the mode of a fail point is 'off', 'alwaysOn', {times: n} or {skip: n}");
}

function commandRule(data: Doc): CommandRule {
  const args = new Arguments('failCommand.data', data);
  args.allow(COMMAND_FIELDS);
  const labels = data.has('errorLabels') ? strings(data.get('errorLabels'), 'errorLabels') : undefined;
  const code = args.integer('errorCode');
  const writeConcernError = args.document('writeConcernError');
  const namespace = data.get('namespace');
  return {
    commands: new Set(strings(data.get('failCommands'), 'failCommands')),
    namespace: typeof namespace === 'string' ? namespace : undefined,
    fault: {
      blockMs: args.flag('blockConnection') ? (args.integer('blockTimeMS') ?? 0) : 0,
      closeConnection: args.flag('closeConnection'),
      ...(code !== undefined && { error: { code, labels } }),
      ...(writeConcernError && { writeConcernError }),
      ...(labels && { labels }),
    },
  };
}

function writeRule(data: Doc): WriteRule {
  const args = new Arguments('onPrimaryTransactionalWrite.data', data);
  args.allow(new Set(['closeConnection', 'failBeforeCommitExceptionCode']));
  return {
    closeConnection: args.flag('closeConnection', true),
    failBeforeCommitCode: args.integer('failBeforeCommitExceptionCode'),
  };
}

function strings(value: Value | undefined, name: string): string[] {
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value;
  throw new CommandError(14, `'failCommand.data.${name}' must be a list of strings`);
}
