import { BSONRegExp } from 'bson';
import type { Reply } from '../../bson/reply.js';
import type { Doc, Value } from '../../bson/value.js';
import { CommandError } from '../../errors.js';
import { select } from '../../engine/select.js';
import { compilePipeline, readsNoField, splitLeadingMatch } from '../../aggregate/pipeline.js';
import { Arguments } from '../arguments.js';
import { namespaceOf, type Command, type CommandContext } from '../command.js';
import { cursorOptions } from '../cursor-options.js';

export const aggregate: Command = {
  fields: ['pipeline', 'cursor', 'allowDiskUse', 'hint', 'explain', 'bypassDocumentValidation'],
  run: runAggregate,
};

function runAggregate(context: CommandContext): Reply {
  const { engine, args } = context;
  args.refuse(['explain']);
  const cursor = args.document('cursor');
  if (!cursor) throw new CommandError(9, "The 'cursor' option is required");
  const cursorArgs = new Arguments('aggregate.cursor', cursor);
  cursorArgs.allow(new Set(['batchSize']));
  const pipeline = args.documents('pipeline');
  const { filter, rest } = splitLeadingMatch(pipeline);
  const run = compilePipeline(rest, (from, field, values) => lookUp(context, from, field, values));
  if (typeof args.raw('aggregate') !== 'string')
    throw new CommandError(73, 'a pipeline on a whole database is not supported');
  const namespace = namespaceOf(context);
  const { documents } = select(engine.collection(namespace), { filter, hint: args.raw('hint') });
  if (rest.length === 0) {
    return engine.cursors.firstReply(
      namespace,
      documents.map(({ raw }) => raw),
      cursorOptions(context.args, cursorArgs),
    );
  }
  const results = run(documents.map(readsNoField(rest) ? nothing : (stored) => stored.decode()));
  return engine.cursors.firstReply(namespace, results, cursorOptions(context.args, cursorArgs));
}

function lookUp(
  { engine, database }: CommandContext,
  from: string,
  field: string,
  values: readonly Value[],
): readonly Doc[] {
  const equal = (value: Value): Doc => new Map([[field, new Map([['$eq', value]])]]);
  const [only] = values;
  // `$in` would read a regular expression as a pattern.
  const filter: Doc =
    values.length === 1 && only !== undefined
      ? equal(only)
      : values.some((value) => value instanceof BSONRegExp)
        ? new Map([['$or', values.map(equal)]])
        : new Map([[field, new Map([['$in', [...values]]])]]);
  return select(engine.collection(`${database}.${from}`), { filter }).documents.map((stored) => stored.decode());
}

/** Stands for a document whose content nobody asks for. */
const NOTHING: Doc = new Map();

function nothing(): Doc {
  return NOTHING;
}
