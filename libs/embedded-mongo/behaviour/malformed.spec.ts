import { Long, type Document } from 'mongodb';
import { openTarget, type Target } from '../testing/target.js';

let target: Target;

beforeAll(async () => {
  target = await openTarget(process.env.MONGODB_URI, 'comptoir_malformed');
});
afterAll(() => target.close());

describe('a command that is not well formed', () => {
  it.each<[string, Document, number]>([
    ['a delete without a filter', { delete: 'c', deletes: [{ limit: 0 }] }, 40414],
    ['a delete whose filter is null', { delete: 'c', deletes: [{ q: null, limit: 0 }] }, 40414],
    ['a delete without a limit', { delete: 'c', deletes: [{ q: {} }] }, 40414],
    ['an update without a filter', { update: 'c', updates: [{ u: { $set: { a: 2 } }, multi: true }] }, 40414],
    ['an update without a change', { update: 'c', updates: [{ q: {} }] }, 40414],
    ['a delete of no statements', { delete: 'c', deletes: [] }, 16],
    ['an update of no statements', { update: 'c', updates: [] }, 16],
    ['an insert of no documents', { insert: 'made', documents: [] }, 16],
    ['an insert of too many documents', { insert: 'made', documents: Array(100_001).fill({}) as Document[] }, 16],
    ['the build of no index', { createIndexes: 'made', indexes: [] }, 2],
    ['a collection that begins with a dot', { insert: '.c', documents: [{}] }, 73],
    ['a collection with a dollar', { find: 'a$b' }, 73],
    ['a collection without a name', { find: '' }, 73],
    ['a limit below 0', { find: 'c', limit: -1 }, 51024],
    ['a skip below 0', { find: 'c', skip: -1 }, 51024],
    ['a batch size below 0', { find: 'c', batchSize: -1 }, 51024],
    ['a limit that is no number', { find: 'c', limit: 'x' }, 14],
    ['a pipeline on a collection with a dollar', { aggregate: 'a$b', pipeline: [], cursor: {} }, 73],
    ['the databases asked of another one than admin', { listDatabases: 1 }, 13],
    ['a time limit below 0', { find: 'c', maxTimeMS: -1 }, 2],
    ['a time limit that is no number', { find: 'c', maxTimeMS: 'x' }, 2],
    // query_planner_common's isValidPartialFilterExpression: only comparisons, $exists: true, $type, $in, $and and $or.
    [
      'an index of what fits a regular expression',
      { createIndexes: 'c', indexes: [{ key: { a: 1 }, name: 'p', partialFilterExpression: { a: /x/ } }] },
      67,
    ],
    ['a find that may be repeated', { find: 'c', txnNumber: Long.fromNumber(5000) }, 50768],
    ['array filters of a removal', { findAndModify: 'c', query: {}, remove: true, arrayFilters: [{ x: 1 }] }, 9],
    ['an index with the name of all', { createIndexes: 'c', indexes: [{ key: { a: 1 }, name: '*' }] }, 2],
    ['an index with the name of another', { createIndexes: 'c', indexes: [{ key: { a: 1 }, name: '_id_' }] }, 2],
    ['an unknown write concern', { insert: 'c', documents: [{}], writeConcern: { w: 'nearby' } }, 79],
    ['a name of more than 255 bytes', { insert: 'x'.repeat(255), documents: [{}] }, 73],
  ])('is refused and does nothing: %s', async (_title, command, code) => {
    const c = target.db.collection('c');
    await c.deleteMany({});
    await c.insertOne({ a: 1 });
    await expect(target.db.command(command)).rejects.toMatchObject({ code });
    expect(await c.find({}, { projection: { _id: 0 } }).toArray()).toEqual([{ a: 1 }]);
    expect(await target.db.listCollections({}, { nameOnly: true }).toArray()).toHaveLength(1);
  });

  it('is refused when it asks for more of a cursor in the name of another collection', async () => {
    const { cursor } = await target.db.command({ find: 'c', batchSize: 0 }, { promoteLongs: false });
    const more = target.db.command({ getMore: cursor.id as Long, collection: 'd' });
    await expect(more).rejects.toMatchObject({ code: 13 });
    const { cursorsKilled } = await target.db.command({ killCursors: 'c', cursors: [cursor.id, Long.fromNumber(1)] });
    expect(cursorsKilled).toHaveLength(1);
  });

  it('is refused when it asks for more of a cursor in another session', async () => {
    await target.db.collection('c').insertMany([{}, {}]);
    const [own, other] = [target.client.startSession(), target.client.startSession()];
    const { cursor } = await target.db.command({ find: 'c', batchSize: 1 }, { session: own, promoteLongs: false });
    const more = { getMore: cursor.id as Long, collection: 'c' };
    await expect(target.db.command(more, { session: other })).rejects.toMatchObject({ code: 50738 });
    expect((await target.db.command(more, { session: own })).cursor.nextBatch).not.toHaveLength(0);
    await Promise.all([own.endSession(), other.endSession()]);
  });

  it('is taken with a negative limit by count alone', async () => {
    await target.db.collection('c').insertMany([{}, {}, {}]);
    expect(await target.db.command({ count: 'c', limit: -2 })).toMatchObject({ n: 2 });
  });

  it('is refused when its database is the name of another one in other letters', async () => {
    await target.db.collection('c').insertOne({});
    const shouted = target.client.db(target.db.databaseName.toUpperCase());
    await expect(shouted.collection('c').insertOne({})).rejects.toMatchObject({ code: 13297 });
    expect(await shouted.collection('c').countDocuments()).toBe(0);
  });
});
