import { BSONRegExp } from 'bson';
import type { Reply } from '../../bson/reply.js';
import type { Value } from '../../bson/value.js';
import { CommandError } from '../../errors.js';
import { withTimestamps } from '../../update/timestamps.js';
import { withIdFirst } from '../../update/upsert.js';
import { namespaceOf, type Command, type CommandContext } from '../command.js';
import { runStatements } from './statements.js';

export const insert: Command = { fields: ['documents', 'ordered', 'bypassDocumentValidation'], run: runInsert };

function runInsert(context: CommandContext): Reply {
  const { engine, args } = context;
  const documents = args.documents('documents');
  const collection = engine.ensureCollection(namespaceOf(context));
  let n = 0;
  const errors = runStatements(documents, args.flag('ordered', true), (doc) => {
    checkNewId(doc.get('_id'));
    collection.insert(withIdFirst(withTimestamps(doc)));
    n++;
  });
  return { n, ...errors };
}

function checkNewId(id: Value | undefined): void {
  if (Array.isArray(id)) throw new CommandError(2, "can't use an array for _id");
  if (id instanceof BSONRegExp) throw new CommandError(2, "can't use a regex for _id");
}
