import { Long } from 'bson';
import type { Reply } from '../../bson/reply.js';
import { compileProjection } from '../../query/project.js';
import { parseSort } from '../../query/sort.js';
import { select, type Query } from '../../engine/select.js';
import type { ResultDocument } from '../../engine/cursors.js';
import type { StoredDocument } from '../../engine/stored-document.js';
import type { Doc } from '../../bson/value.js';
import type { Arguments } from '../arguments.js';
import { cursorOptions } from '../cursor-options.js';
import { namespaceOf, type Command, type CommandContext } from '../command.js';

const REFUSED = ['tailable', 'awaitData', 'oplogReplay', 'returnKey', 'showRecordId'];

/** The fields of `find`, which `explain` shares. */
export const FIND_FIELDS = [
  'filter',
  'sort',
  'projection',
  'skip',
  'limit',
  'batchSize',
  'singleBatch',
  'hint',
  'allowDiskUse',
  'allowPartialResults',
  'noCursorTimeout',
  ...REFUSED,
];

export const find: Command = { fields: FIND_FIELDS, run: runFind };

function runFind(context: CommandContext): Reply {
  const { engine, args } = context;
  const namespace = namespaceOf(context);
  const query = queryOf(args);
  const projection = args.document('projection');
  const { documents } = select(engine.collection(namespace), query);
  return engine.cursors.firstReply(namespace, project(documents, projection), {
    ...cursorOptions(args, args),
    single: args.flag('singleBatch'),
    keepsOpen: args.flag('noCursorTimeout'),
  });
}

/** Reads what to find from the fields of `find`. */
export function queryOf(args: Arguments): Query {
  args.refuse(REFUSED);
  return {
    filter: args.document('filter') ?? new Map(),
    sort: parseSort(args.document('sort')),
    skip: args.integer('skip') ?? 0,
    limit: args.integer('limit') ?? 0,
    hint: args.raw('hint'),
  };
}

/** Without a projection the stored bytes go out as they are. */
function project(documents: readonly StoredDocument[], projection: Doc | undefined): ResultDocument[] {
  if (!projection || projection.size === 0) return documents.map(({ raw }) => raw);
  const apply = compileProjection(projection, false);
  return documents.map((stored) => apply(stored.decode()));
}

export const getMore: Command = {
  fields: ['collection', 'batchSize'],
  run: ({ engine, database, args }) =>
    engine.cursors.nextReply(
      args.long('getMore'),
      `${database}.${args.string('collection')}`,
      cursorOptions(args, args),
    ),
};

export const killCursors: Command = {
  fields: ['cursors'],
  run: ({ engine, args }) => {
    const asked = args.raw('cursors');
    const ids = Array.isArray(asked) ? asked.filter((id) => id instanceof Long) : [];
    const killed = ids.filter((id) => engine.cursors.kill(id));
    return {
      cursorsKilled: killed,
      cursorsNotFound: ids.filter((id) => !killed.includes(id)),
      cursorsAlive: [],
      cursorsUnknown: [],
    };
  },
};
