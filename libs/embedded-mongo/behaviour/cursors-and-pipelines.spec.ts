import { Double, Int32, Long, type Collection, type Document } from 'mongodb';
import { openTarget, type Row, type Target } from '../testing/target.js';

let target: Target;
let orders: Collection<Row>;

beforeAll(async () => {
  target = await openTarget(process.env.MONGODB_URI, 'comptoir_pipelines');
  orders = target.db.collection('orders');
  await orders.insertMany([
    {
      _id: 1,
      shop: 'a',
      total: 10,
      lines: [
        { sku: 'x', q: 1 },
        { sku: 'y', q: 2 },
      ],
    },
    { _id: 2, shop: 'b', total: 5, lines: [{ sku: 'x', q: 3 }] },
    { _id: 3, shop: 'a', total: 7, lines: [] },
  ]);
  await target.db.collection<Row>('skus').insertMany([
    { _id: 'x', name: 'Shirt' },
    { _id: 'y', name: 'Mug' },
  ]);
});
afterAll(() => target.close());

const aggregate = (...stages: Document[]): Promise<Document[]> => orders.aggregate(stages).toArray();

describe('cursors', () => {
  it('reads a long result in small batches', async () => {
    const numbers = target.db.collection('numbers');
    await numbers.insertMany(Array.from({ length: 250 }, (_, n) => ({ n })));
    const found = await numbers.find().sort({ n: 1 }).batchSize(7).toArray();
    expect(found.map(({ n }) => n)).toEqual(Array.from({ length: 250 }, (_, n) => n));
    expect(await numbers.find().skip(240).limit(5).batchSize(2).toArray()).toHaveLength(5);
    expect(await numbers.find({ n: { $lt: 0 } }).toArray()).toEqual([]);
  });

  it('closes a cursor on request and refuses one it does not know', async () => {
    const cursor = orders.find().batchSize(1);
    await cursor.next();
    const { id } = cursor;
    await cursor.close();
    await expect(target.db.command({ getMore: id, collection: 'orders' })).rejects.toMatchObject({ code: 43 });
  });

  it('streams with for await', async () => {
    const seen: unknown[] = [];
    for await (const { _id } of orders.find().sort({ _id: 1 }).batchSize(1)) seen.push(_id);
    expect(seen).toEqual([1, 2, 3]);
  });
});

describe('pipelines', () => {
  it('matches, sorts, skips, limits and projects', async () => {
    const stages = [{ $match: { total: { $gt: 1 } } }, { $sort: { total: -1 } }, { $skip: 1 }, { $limit: 1 }];
    expect(await aggregate(...stages, { $project: { _id: 0, amount: '$total', 'lines.sku': 1 } })).toEqual([
      { lines: [], amount: 7 },
    ]);
  });

  it('groups with $sum, $avg, $min, $max, $first and $push', async () => {
    const group = {
      _id: '$shop',
      n: { $sum: 1 },
      total: { $sum: '$total' },
      average: { $avg: '$total' },
      least: { $min: '$total' },
      most: { $max: '$total' },
      first: { $first: '$_id' },
      ids: { $push: '$_id' },
    };
    expect(await aggregate({ $sort: { _id: 1 } }, { $group: group }, { $sort: { _id: 1 } })).toEqual([
      { _id: 'a', n: 2, total: 17, average: 8.5, least: 7, most: 10, first: 1, ids: [1, 3] },
      { _id: 'b', n: 1, total: 5, average: 5, least: 5, most: 5, first: 2, ids: [2] },
    ]);
  });

  it('unwinds, with and without empty arrays', async () => {
    expect(await aggregate({ $unwind: '$lines' }, { $count: 'n' })).toEqual([{ n: 3 }]);
    const kept = await aggregate(
      { $unwind: { path: '$lines', preserveNullAndEmptyArrays: true } },
      { $sort: { _id: 1 } },
    );
    expect(kept.map(({ _id }) => _id)).toEqual([1, 1, 2, 3]);
    expect(kept[3]).not.toHaveProperty('lines');
  });

  it('groups by a document and by a field of unwound elements', async () => {
    const result = await aggregate(
      { $unwind: '$lines' },
      { $group: { _id: { sku: '$lines.sku' }, q: { $sum: '$lines.q' } } },
      { $sort: { '_id.sku': 1 } },
    );
    expect(result).toEqual([
      { _id: { sku: 'x' }, q: 4 },
      { _id: { sku: 'y' }, q: 2 },
    ]);
  });

  it('joins by equality, over arrays too', async () => {
    const lookup = { from: 'skus', localField: 'lines.sku', foreignField: '_id', as: 'goods' };
    const result = await aggregate({ $match: { _id: 1 } }, { $lookup: lookup });
    expect(result[0]?.goods.map(({ name }: Document) => name).sort()).toEqual(['Mug', 'Shirt']);
  });

  it('counts documents, with skip and limit', async () => {
    expect(await orders.countDocuments({ shop: 'a' })).toBe(2);
    expect(await orders.countDocuments({}, { skip: 1, limit: 1 })).toBe(1);
    expect(await orders.estimatedDocumentCount()).toBe(3);
  });

  it('refuses a result that no document can hold, and hands out large ones one by one', async () => {
    const large = target.db.collection<Row>('large');
    for (const _id of [1, 2, 3]) await large.insertOne({ _id, text: String(_id).repeat(9 * 1024 * 1024) });
    expect((await large.find().sort({ _id: 1 }).toArray()).map(({ _id }) => _id)).toEqual([1, 2, 3]);
    const all = large.aggregate([{ $group: { _id: null, texts: { $push: '$text' } } }]).toArray();
    await expect(all).rejects.toMatchObject({ code: 10334 });
    await large.drop();
  });

  it('finds distinct values by the number of an element, and the first of equal ones', async () => {
    const things = target.db.collection<Row>('distinct');
    await things.insertMany([
      { _id: 1, a: [{ 0: 'x', b: 1 }, 7] },
      { _id: 2, a: [[1, 2], { b: new Double(1) }] },
      { _id: 3, a: { 0: 'y', b: [Long.fromNumber(5)] } },
    ]);
    const found = await things.distinct('a.0');
    expect(found).toHaveLength(4);
    expect(found).toEqual(expect.arrayContaining([1, 2, 'y', { 0: 'x', b: 1 }]));
    const { values } = await target.db.command({ distinct: 'distinct', key: 'a.b' }, { promoteValues: false });
    expect(values).toEqual([new Int32(1), Long.fromNumber(5)]);
  });

  it('finds distinct values of array elements', async () => {
    expect(await orders.distinct('lines.sku')).toEqual(['x', 'y']);
    expect(await orders.distinct('shop', { total: { $lt: 6 } })).toEqual(['b']);
  });
});

describe('administration', () => {
  it('creates, lists and drops collections and databases', async () => {
    const other = target.client.db('comptoir_admin');
    await other.createCollection('made');
    await expect(other.command({ create: 'made' })).rejects.toMatchObject({ code: 48 });
    expect(await other.listCollections({ name: 'made' }).toArray()).toMatchObject([
      { name: 'made', type: 'collection' },
    ]);
    const { databases } = await other.admin().listDatabases({ nameOnly: true });
    expect(databases.map(({ name }) => name)).toContain('comptoir_admin');
    expect(await other.dropCollection('made')).toBe(true);
    await other.dropDatabase();
    expect(await other.listCollections().toArray()).toEqual([]);
  });

  it('answers ping, hello, buildInfo and serverStatus', async () => {
    const admin = target.db.admin();
    expect(await admin.ping()).toMatchObject({ ok: 1 });
    expect(await admin.command({ hello: 1 })).toMatchObject({
      isWritablePrimary: true,
      maxWireVersion: expect.any(Number),
    });
    expect((await admin.buildInfo()).versionArray).toHaveLength(4);
    expect(await admin.serverStatus()).toHaveProperty('uptime');
  });
});
