import { encodeDocument } from '../../bson/encode.js';
import { RawDocument, type Reply } from '../../bson/reply.js';
import { decodeDocument } from '../../bson/decode.js';
import { CommandError } from '../../errors.js';
import type { Doc } from '../../bson/value.js';
import { indexDocument, ID_INDEX } from '../../index/index-spec.js';
import { compileFilter } from '../../query/match.js';
import { Arguments } from '../arguments.js';
import { cursorOptions } from '../cursor-options.js';
import { namespaceOf, type Command, type CommandContext } from '../command.js';

export const create: Command = {
  fields: ['capped', 'autoIndexId'],
  run: (context) => {
    context.args.refuse(['capped']);
    const namespace = namespaceOf(context);
    if (context.engine.collection(namespace)) {
      throw new CommandError(48, `Collection ${namespace} already exists.`);
    }
    context.engine.ensureCollection(namespace);
    return {};
  },
};

export const drop: Command = {
  fields: [],
  run: (context) => {
    const namespace = namespaceOf(context);
    const collection = context.engine.collection(namespace);
    if (!collection) return { ns: namespace };
    context.engine.dropCollection(namespace);
    return { ns: namespace, nIndexesWas: collection.indexes.size };
  },
};

export const dropDatabase: Command = {
  fields: [],
  run: ({ engine, database }) => {
    for (const { namespace } of engine.collectionsOf(database)) engine.dropCollection(namespace);
    return { dropped: database };
  },
};

export const listCollections: Command = {
  fields: ['filter', 'nameOnly', 'authorizedCollections', 'cursor'],
  run: runListCollections,
};

function runListCollections({ engine, database, args }: CommandContext): Reply {
  const cursor = new Arguments('listCollections.cursor', args.document('cursor') ?? new Map());
  const nameOnly = args.flag('nameOnly');
  const all = engine.collectionsOf(database).map(({ namespace }): Reply => {
    const name = namespace.slice(database.length + 1);
    if (nameOnly) return { name, type: 'collection' };
    return { name, type: 'collection', options: {}, info: { readOnly: false }, idIndex: indexDocument(ID_INDEX) };
  });
  const found = filtered(all, args.document('filter'));
  return engine.cursors.firstReply(`${database}.$cmd.listCollections`, found, cursorOptions(args, cursor));
}

export const listDatabases: Command = { fields: ['filter', 'nameOnly', 'authorizedDatabases'], run: runListDatabases };

function runListDatabases({ engine, database, args }: CommandContext): Reply {
  if (database !== 'admin') {
    throw new CommandError(13, 'listDatabases may only be run against the admin database.');
  }
  const nameOnly = args.flag('nameOnly');
  const sizes = engine.databaseNames().map((name) => {
    const bytes = engine.collectionsOf(name).reduce((sum, collection) => sum + collection.bytes, 0);
    return { name, bytes };
  });
  const all = sizes.map(({ name, bytes }): Reply =>
    nameOnly ? { name } : { name, sizeOnDisk: bytes, empty: bytes === 0 },
  );
  const databases = filtered(all, args.document('filter')).map((doc) => new RawDocument(encodeDocument(doc)));
  const totalSize = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
  return nameOnly ? { databases } : { databases, totalSize };
}

/** A list shown to the client, narrowed by an ordinary filter. */
function filtered(entries: readonly Reply[], filter: Doc | undefined): Doc[] {
  const docs = entries.map((entry) => decodeDocument(encodeDocument(entry)));
  if (!filter) return docs;
  const matches = compileFilter(filter);
  return docs.filter((doc) => matches(doc));
}
