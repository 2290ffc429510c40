import type { Reply } from '../../bson/reply.js';
import type { Doc } from '../../bson/value.js';
import { CommandError } from '../../errors.js';
import { select } from '../../engine/select.js';
import { Arguments } from '../arguments.js';
import { namespaceOf, type Command, type CommandContext } from '../command.js';
import { runStatements } from './statements.js';

const STATEMENT_FIELDS = new Set(['q', 'limit', 'collation', 'hint']);

export const remove: Command = { fields: ['deletes', 'ordered'], run: runDelete };

function runDelete(context: CommandContext): Reply {
  const { engine, args } = context;
  const statements = args.documents('deletes').map((statement) => readStatement(statement));
  const collection = engine.collection(namespaceOf(context));
  let n = 0;
  const errors = runStatements(statements, args.flag('ordered', true), (fields) => {
    const limit = fields.integer('limit');
    if (limit !== 0 && limit !== 1) throw new CommandError(9, 'The limit field in delete objects must be 0 or 1');
    const filter = fields.document('q') ?? new Map();
    for (const stored of select(collection, { filter, limit, hint: fields.raw('hint') }).documents) {
      collection?.remove(stored);
      n++;
    }
  });
  return { n, ...errors };
}

/** A field that is not known fails the whole command, before anything is deleted. */
function readStatement(statement: Doc): Arguments {
  const fields = new Arguments('delete.deletes', statement);
  fields.allow(STATEMENT_FIELDS);
  return fields;
}
