import type { Document } from 'mongodb';
import { openTarget, type Target } from '../testing/target.js';

// What MongoDB has and this server has not must fail by name. Against a real server there is nothing to refuse.
const onlyHere = process.env.MONGODB_URI === undefined ? describe : describe.skip;

let target: Target;

beforeAll(async () => {
  target = await openTarget(process.env.MONGODB_URI, 'comptoir_refusals');
});
afterAll(() => target.close());

onlyHere('what the embedded server does not do', () => {
  it.each<[string, Document, number]>([
    ['$where', { find: 'c', filter: { $where: 'true' } }, 2],
    ['$text', { find: 'c', filter: { $text: { $search: 'x' } } }, 2],
    ['$expr', { find: 'c', filter: { $expr: { $eq: ['$a', 1] } } }, 2],
    ['$jsonSchema', { find: 'c', filter: { $jsonSchema: {} } }, 2],
    ['$near', { find: 'c', filter: { a: { $near: [1, 2] } } }, 2],
    ['$frobnicate', { find: 'c', filter: { a: { $frobnicate: 1 } } }, 2],
    ['collation', { find: 'c', collation: { locale: 'en' } }, 2],
    ['tailable', { find: 'c', tailable: true }, 2],
    ['returnKey', { find: 'c', returnKey: true }, 2],
    ['bogus', { find: 'c', bogus: 1 }, 40415],
    ['let', { find: 'c', let: { a: 1 } }, 2],
    ['$slice', { find: 'c', projection: { a: { $slice: 1 } } }, 2],
    ['hint', { find: 'c', hint: 'nowhere_1' }, 2],
    ['$facet', { aggregate: 'c', cursor: {}, pipeline: [{ $facet: {} }] }, 40324],
    ['$merge', { aggregate: 'c', cursor: {}, pipeline: [{ $merge: 'd' }] }, 40324],
    [
      '$stdDevPop',
      { aggregate: 'c', cursor: {}, pipeline: [{ $group: { _id: null, x: { $stdDevPop: '$a' } } }] },
      15952,
    ],
    ['$add', { aggregate: 'c', cursor: {}, pipeline: [{ $project: { x: { $add: [1, 2] } } }] }, 168],
    ['pipeline', { aggregate: 'c', cursor: {}, pipeline: [{ $lookup: { from: 'd', as: 'x', pipeline: [] } }] }, 9],
    ['mapReduce', { mapReduce: 'c' }, 59],
    ['startTransaction', { find: 'c', startTransaction: true, autocommit: false }, 263],
    ['commitTransaction', { commitTransaction: 1 }, 263],
    ['viewOn', { create: 'v', viewOn: 'c' }, 40415],
    ['capped', { create: 'v', capped: true }, 2],
    ['w: 3', { insert: 'c', documents: [{}], writeConcern: { w: 3 } }, 100],
    ['snapshot', { find: 'c', readConcern: { level: 'snapshot' } }, 2],
    ['text', { createIndexes: 'c', indexes: [{ key: { a: 'text' }, name: 'x' }] }, 67],
    [
      'wildcardProjection',
      { createIndexes: 'c', indexes: [{ key: { a: 1 }, name: 'x', wildcardProjection: {} }] },
      197,
    ],
  ])('refuses %s by name', async (named, command, code) => {
    await target.db.collection('c').insertOne({});
    const error = await target.db.command(command).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code, codeName: expect.any(String) });
    expect(String(error)).toContain(named);
  });

  it('refuses withTransaction, and the write in it is not done', async () => {
    const session = target.client.startSession();
    const run = session.withTransaction(() => target.db.collection('t').insertOne({ a: 1 }, { session }));
    await expect(run).rejects.toMatchObject({ code: 263 });
    await session.endSession();
    expect(await target.db.collection('t').countDocuments()).toBe(0);
  });

  it('refuses a change stream', async () => {
    const stream = target.db.collection('c').watch();
    await expect(stream.next()).rejects.toMatchObject({ code: 40324 });
    await stream.close();
  });

  it('refuses an update by pipeline and an update with sort', async () => {
    const c = target.db.collection('c');
    await expect(c.updateOne({}, [{ $set: { a: 1 } }])).rejects.toMatchObject({ code: 9 });
    await expect(c.updateOne({}, { $set: { a: 1 } }, { sort: { a: 1 } } as object)).rejects.toMatchObject({
      code: 40415,
    });
  });

  it('refuses a Decimal128, whose arithmetic it does not have', async () => {
    const { Decimal128 } = await import('mongodb');
    const insert = target.db.collection('c').insertOne({ price: Decimal128.fromString('1.10') });
    await expect(insert).rejects.toThrow(/Decimal128 of field 'price'/);
  });
});
