import { encodeDocument } from '../../bson/encode.js';
import type { Reply, ReplyValue } from '../../bson/reply.js';
import type { Doc } from '../../bson/value.js';
import { CommandError } from '../../errors.js';
import type { Collection } from '../../engine/collection.js';
import type { Engine } from '../../engine/engine.js';
import { select } from '../../engine/select.js';
import type { StoredDocument } from '../../engine/stored-document.js';
import type { Predicate } from '../../query/match.js';
import { ArrayTrace } from '../../query/path.js';
import { compileUpdate, type Update } from '../../update/update.js';
import { upsertedDocument } from '../../update/upsert.js';
import type { Arguments } from '../arguments.js';
import { namespaceOf, type Command, type CommandContext } from '../command.js';
import { readStatements, refuseRetryOfMany, runStatements } from './statements.js';

const STATEMENT_FIELDS = new Set(['q', 'u', 'upsert', 'multi', 'collation', 'arrayFilters', 'hint']);

export const update: Command = { fields: ['updates', 'ordered', 'bypassDocumentValidation'], run: runUpdate };

interface Tally {
  n: number;
  nModified: number;
  readonly upserted: Reply[];
}

function runUpdate(context: CommandContext): Reply {
  const { engine, args } = context;
  const statements = readStatements('update.updates', args.documents('updates'), STATEMENT_FIELDS, ['q', 'u']);
  const namespace = namespaceOf(context);
  const tally: Tally = { n: 0, nModified: 0, upserted: [] };
  const errors = runStatements(statements, args.flag('ordered', true), (fields, index) => {
    refuseRetryOfMany(args, fields.flag('multi'), 'multi=true');
    runStatement(engine, namespace, fields, index, tally);
  });
  const { n, nModified, upserted } = tally;
  return { n, nModified, ...(upserted.length > 0 && { upserted }), ...errors };
}

function runStatement(engine: Engine, namespace: string, fields: Arguments, index: number, tally: Tally): void {
  const filter = fields.document('q') ?? new Map();
  const update = compileUpdate(fields.raw('u') ?? null, fields.raw('arrayFilters'));
  const multi = fields.flag('multi');
  if (multi && update.isReplacement) {
    throw new CommandError(9, 'multi update is not supported for replacement-style update');
  }
  const found = select(engine.collection(namespace), { filter, limit: multi ? 0 : 1, hint: fields.raw('hint') });
  if (found.documents.length === 0 && !fields.flag('upsert')) return;
  const { documents } = found;
  const collection = engine.ensureCollection(namespace);
  let modified = 0;
  for (const stored of documents) modified += applyUpdate(collection, stored, found.matches, update) ? 1 : 0;
  // A statement that fails half way counts for nothing, though what it did before stays.
  tally.nModified += modified;
  tally.n += documents.length;
  if (documents.length === 0) {
    tally.upserted.push({ index, _id: insertUpserted(collection, filter, update) });
    tally.n++;
  }
}

/** Applies an update to a document that matches the filter; answers whether that counts as a change. */
export function applyUpdate(
  collection: Collection,
  stored: StoredDocument,
  matches: Predicate,
  update: Update,
): boolean {
  const trace = new ArrayTrace();
  if (update.isPositional) matches(stored, trace);
  return collection.replace(stored, update.apply(stored.decode(), { inserting: false, trace })) || update.changesAlways;
}

/** Inserts what an upsert makes and answers its `_id`. */
function insertUpserted(collection: Collection, filter: Doc, update: Update): ReplyValue {
  const doc = upsertedDocument(filter, update);
  collection.insert(encodeDocument(doc));
  return doc.get('_id') ?? null;
}
