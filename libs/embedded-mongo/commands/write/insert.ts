import type { Reply } from '../../bson/reply.js';
import { newDocument } from '../../engine/new-document.js';
import { CommandError } from '../../errors.js';
import { namespaceOf, type Command, type CommandContext } from '../command.js';
import { checkBatchSize, runStatements } from './statements.js';

const ARRAY = 0x04;
const REGEX = 0x0b;

export const insert: Command = { fields: ['documents', 'ordered', 'bypassDocumentValidation'], run: runInsert };

function runInsert(context: CommandContext): Reply {
  const { engine, args } = context;
  const documents = args.encodedDocuments('documents');
  checkBatchSize(documents);
  const collection = engine.ensureCollection(namespaceOf(context));
  let n = 0;
  const errors = runStatements(documents, args.flag('ordered', true), (bytes) => {
    const stored = newDocument(bytes);
    checkIdType(stored.readUInt8(4));
    collection.insert(stored);
    n++;
  });
  return { n, ...errors };
}

function checkIdType(type: number): void {
  if (type === ARRAY) throw new CommandError(2, "can't use an array for _id");
  if (type === REGEX) throw new CommandError(2, "can't use a regex for _id");
}
