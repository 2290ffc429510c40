import type { Reply } from '../../bson/reply.js';
import { CommandError } from '../../errors.js';
import { select } from '../../engine/select.js';
import { namespaceOf, type Command, type CommandContext } from '../command.js';
import { readStatements, refuseRetryOfMany, runStatements } from './statements.js';

const STATEMENT_FIELDS = new Set(['q', 'limit', 'collation', 'hint']);

export const remove: Command = { fields: ['deletes', 'ordered'], run: runDelete };

function runDelete(context: CommandContext): Reply {
  const { engine, args } = context;
  const statements = readStatements('delete.deletes', args.documents('deletes'), STATEMENT_FIELDS, ['q', 'limit']);
  const collection = engine.collection(namespaceOf(context));
  let n = 0;
  const errors = runStatements(statements, args.flag('ordered', true), (fields) => {
    const limit = fields.integer('limit');
    if (limit !== 0 && limit !== 1) throw new CommandError(9, 'The limit field in delete objects must be 0 or 1');
    refuseRetryOfMany(args, limit === 0, 'limit=0');
    const filter = fields.document('q') ?? new Map();
    for (const stored of select(collection, { filter, limit, hint: fields.raw('hint') }).documents) {
      collection?.remove(stored);
      n++;
    }
  });
  return { n, ...errors };
}
