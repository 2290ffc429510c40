import type { Reply } from '../../bson/reply.js';
import { toInteger } from '../../bson/numbers.js';
import { orderKey } from '../../bson/order-key.js';
import type { Value } from '../../bson/value.js';
import { select } from '../../engine/select.js';
import { valuesAlong } from '../../query/path.js';
import type { Arguments } from '../arguments.js';
import { namespaceOf, type Command, type CommandContext } from '../command.js';

export const count: Command = { fields: ['query', 'limit', 'skip', 'hint'], run: runCount };

export const distinct: Command = { fields: ['key', 'query', 'hint'], run: runDistinct };

function runCount(context: CommandContext): Reply {
  const { engine, args } = context;
  const collection = engine.collection(namespaceOf(context));
  const filter = args.document('query') ?? new Map();
  const skip = args.integer('skip') ?? 0;
  const limit = limitOf(args);
  return { n: select(collection, { filter, skip, limit, hint: args.raw('hint') }).documents.length };
}

/** Of a count alone a negative limit means the same as without its sign. */
function limitOf(args: Arguments): number {
  const asked = toInteger(args.raw('limit'));
  return asked !== undefined && asked < 0 ? -asked : (args.integer('limit') ?? 0);
}

/** The different values at a path; the elements of an array count one by one, the array itself does not. */
function runDistinct(context: CommandContext): Reply {
  const { engine, args } = context;
  const collection = engine.collection(namespaceOf(context));
  const [first = '', ...rest] = args.string('key').split('.');
  const filter = args.document('query') ?? new Map();
  const values = new Map<string, Value>();
  for (const doc of select(collection, { filter, hint: args.raw('hint') }).documents) {
    for (const value of valuesAlong(doc.get(first), rest)) {
      const key = orderKey(value);
      if (!values.has(key)) values.set(key, value);
    }
  }
  return { values: [...values].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value) };
}
