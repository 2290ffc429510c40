import type { Reply } from '../../bson/reply.js';
import { unsupported } from '../../errors.js';
import { select } from '../../engine/select.js';
import { Arguments } from '../arguments.js';
import { GENERAL_FIELDS } from '../general-fields.js';
import type { Command, CommandContext } from '../command.js';
import { FIND_FIELDS, queryOf } from './find.js';

/** `explain` of a `find`: which index it took and how many documents it looked at. */
export const explain: Command = { fields: ['verbosity'], run: runExplain };

function runExplain({ engine, database, args }: CommandContext): Reply {
  const body = args.document('explain') ?? new Map();
  const collection = body.get('find');
  if (typeof collection !== 'string') throw unsupported('explain of anything but find');
  const find = new Arguments('find', body);
  find.allow(new Set(['find', ...FIND_FIELDS, ...GENERAL_FIELDS]));
  const { documents, plan, examined } = select(engine.collection(`${database}.${collection}`), queryOf(find));
  const winningPlan: Reply = plan
    ? {
        stage: 'FETCH',
        inputStage: { stage: 'IXSCAN', indexName: plan.index.spec.name, keyPattern: plan.index.spec.key },
      }
    : { stage: 'COLLSCAN' };
  return {
    explainVersion: '1',
    queryPlanner: { namespace: `${database}.${collection}`, winningPlan },
    executionStats: { executionSuccess: true, nReturned: documents.length, totalDocsExamined: examined },
  };
}
