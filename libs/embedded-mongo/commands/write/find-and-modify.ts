import { encodeDocument } from '../../bson/encode.js';
import { RawDocument, type Reply, type ReplyValue } from '../../bson/reply.js';
import type { Doc } from '../../bson/value.js';
import { CommandError } from '../../errors.js';
import type { Collection } from '../../engine/collection.js';
import { select } from '../../engine/select.js';
import type { StoredDocument } from '../../engine/stored-document.js';
import type { Predicate } from '../../query/match.js';
import { compileProjection } from '../../query/project.js';
import { parseSort } from '../../query/sort.js';
import { compileUpdate, type Update } from '../../update/update.js';
import { upsertedDocument } from '../../update/upsert.js';
import type { Arguments } from '../arguments.js';
import { namespaceOf, type Command, type CommandContext } from '../command.js';
import { applyUpdate } from './update.js';

export const findAndModify: Command = {
  fields: [
    'query',
    'sort',
    'remove',
    'update',
    'new',
    'upsert',
    'fields',
    'arrayFilters',
    'hint',
    'bypassDocumentValidation',
  ],
  run: runFindAndModify,
};

function runFindAndModify(context: CommandContext): Reply {
  const { engine, args } = context;
  const namespace = namespaceOf(context);
  const update = updateOf(args);
  const filter = args.document('query') ?? new Map();
  const upserts = args.flag('upsert');
  const sort = parseSort(args.document('sort'));
  const show = projectorOf(args);
  const { documents, matches } = select(engine.collection(namespace), {
    filter,
    sort,
    limit: 1,
    hint: args.raw('hint'),
  });
  const [stored] = documents;
  if (!stored && !upserts) {
    return { lastErrorObject: { n: 0, ...(update && { updatedExisting: false }) }, value: null };
  }
  const collection = engine.ensureCollection(namespace);
  if (!update) return removeOne(collection, stored, show);
  return stored
    ? updateOne(collection, stored, matches, update, args.flag('new'), show)
    : upsertOne(collection, filter, update, args.flag('new'), show);
}

/** The update; undefined when the command removes. */
function updateOf(args: Arguments): Update | undefined {
  const spec = args.raw('update');
  if (args.flag('remove')) {
    if (spec !== undefined) throw new CommandError(9, "Cannot specify both an 'update' and 'remove'=true");
    if (args.flag('upsert')) throw new CommandError(9, "Cannot specify both 'upsert'=true and 'remove'=true");
    if (args.flag('new')) throw new CommandError(9, "Cannot specify both 'new'=true and 'remove'=true");
    if (args.raw('arrayFilters') !== undefined)
      throw new CommandError(9, "Cannot specify both 'arrayFilters' and 'remove'=true");
    return undefined;
  }
  if (spec === undefined) throw new CommandError(9, "Either an 'update' or 'remove'=true must be specified");
  return compileUpdate(spec, args.raw('arrayFilters'));
}

type Show = (stored: StoredDocument) => ReplyValue;

function projectorOf(args: Arguments): Show {
  const fields = args.document('fields');
  if (!fields || fields.size === 0) return ({ raw }) => new RawDocument(raw);
  const project = compileProjection(fields, false);
  return (stored) => project(stored.decode());
}

function removeOne(collection: Collection, stored: StoredDocument | undefined, show: Show): Reply {
  if (!stored) return { lastErrorObject: { n: 0 }, value: null };
  collection.remove(stored);
  return { lastErrorObject: { n: 1 }, value: show(stored) };
}

function updateOne(
  collection: Collection,
  stored: StoredDocument,
  matches: Predicate,
  update: Update,
  wantsNew: boolean,
  show: Show,
): Reply {
  const before = show(stored);
  applyUpdate(collection, stored, matches, update);
  return { lastErrorObject: { n: 1, updatedExisting: true }, value: wantsNew ? show(stored) : before };
}

function upsertOne(collection: Collection, filter: Doc, update: Update, wantsNew: boolean, show: Show): Reply {
  const doc = upsertedDocument(filter, update);
  const stored = collection.insert(encodeDocument(doc));
  return {
    lastErrorObject: { n: 1, updatedExisting: false, upserted: doc.get('_id') },
    value: wantsNew ? show(stored) : null,
  };
}
