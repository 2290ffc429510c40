import type { Reply } from '../../bson/reply.js';
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
    collection.insert(withIdFirst(doc));
    n++;
  });
  return { n, ...errors };
}
