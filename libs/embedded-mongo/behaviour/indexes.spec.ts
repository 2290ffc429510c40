import type { Collection, Document } from 'mongodb';
import { openTarget, type Row, type Target } from '../testing/target.js';

let target: Target;
let things: Collection<Row>;

beforeAll(async () => {
  target = await openTarget(process.env.MONGODB_URI, 'comptoir_indexes');
});
afterAll(() => target.close());
beforeEach(async () => {
  things = target.db.collection('things');
  await things.drop();
});

/** Names in result order; and how the server found them. */
async function explained(
  filter: Document,
  sort: Document = {},
): Promise<{ ids: unknown[]; plan: string; examined: number }> {
  const cursor = things.find(filter).sort(sort as { _id: 1 });
  const ids = (await cursor.clone().toArray()).map(({ _id }) => _id);
  const { queryPlanner, executionStats } = await cursor.explain('executionStats');
  return { ids, plan: JSON.stringify(queryPlanner.winningPlan), examined: executionStats.totalDocsExamined };
}

describe('uniqueness', () => {
  const duplicate = { code: 11000, keyPattern: { t: 1, n: 1 }, keyValue: { t: 'a', n: 1 } };

  beforeEach(() => things.createIndex({ t: 1, n: 1 }, { unique: true }));

  it('answers E11000 with keyPattern and keyValue to an insert', async () => {
    await things.insertOne({ _id: 1, t: 'a', n: 1 });
    const error = await things.insertOne({ _id: 2, t: 'a', n: 1 }).catch((reason: unknown) => reason);
    expect(error).toMatchObject(duplicate);
    expect(String(error)).toMatch(
      /E11000 duplicate key error collection: comptoir_indexes.things index: t_1_n_1 dup key: { t: "a", n: 1 }/,
    );
  });

  it('answers it to an update, a findOneAndUpdate and an upsert, and changes nothing', async () => {
    await things.insertMany([
      { _id: 1, t: 'a', n: 1 },
      { _id: 2, t: 'a', n: 2 },
    ]);
    await expect(things.updateOne({ _id: 2 }, { $set: { n: 1 } })).rejects.toMatchObject(duplicate);
    await expect(things.findOneAndUpdate({ _id: 2 }, { $set: { n: 1 } })).rejects.toMatchObject(duplicate);
    await expect(things.updateOne({ _id: 3 }, { $set: { t: 'a', n: 1 } }, { upsert: true })).rejects.toMatchObject(
      duplicate,
    );
    expect(await things.find().sort({ _id: 1 }).toArray()).toEqual([
      { _id: 1, t: 'a', n: 1 },
      { _id: 2, t: 'a', n: 2 },
    ]);
  });

  it('answers it to a build over duplicates, and builds nothing', async () => {
    await things.insertMany([
      { _id: 1, x: 5 },
      { _id: 2, x: 5, n: 2 },
    ]);
    await expect(things.createIndex({ x: 1 }, { unique: true })).rejects.toMatchObject({
      code: 11000,
      keyValue: { x: 5 },
    });
    expect((await things.indexes()).map(({ name }) => name)).toEqual(['_id_', 't_1_n_1']);
  });

  it('frees a key when its document goes or changes', async () => {
    await things.insertOne({ _id: 1, t: 'a', n: 1 });
    await things.updateOne({ _id: 1 }, { $set: { n: 9 } });
    await things.insertOne({ _id: 2, t: 'a', n: 1 });
    await things.deleteOne({ _id: 2 });
    await things.insertOne({ _id: 3, t: 'a', n: 1 });
    expect(await things.countDocuments()).toBe(2);
  });
});

describe('kinds of unique index', () => {
  it('treats missing as null in a plain one and skips it in a sparse one', async () => {
    await things.createIndex({ plain: 1 }, { unique: true });
    await things.insertOne({ _id: 1 });
    await expect(things.insertOne({ _id: 2 })).rejects.toMatchObject({ code: 11000 });
    await things.dropIndex('plain_1');
    await things.createIndex({ sparse: 1 }, { unique: true, sparse: true });
    await things.insertOne({ _id: 2 });
    await things.insertOne({ _id: 3, sparse: 'x' });
    await expect(things.insertOne({ _id: 4, sparse: 'x' })).rejects.toMatchObject({ code: 11000 });
  });

  // BtreeKeyGenerator: of an array the elements without any of the fields have no key either.
  it('skips in a sparse one the elements that have none of its fields', async () => {
    await things.createIndex({ 'items.sku': 1, 'items.lot': 1 }, { unique: true, sparse: true });
    await things.insertOne({ _id: 1, items: [{ sku: 'a' }, {}] });
    await things.insertOne({ _id: 2, items: [{ sku: 'b' }, { q: 1 }, 5] });
    await expect(things.insertOne({ _id: 3, items: [{}, { sku: 'a' }] })).rejects.toMatchObject({ code: 11000 });
    expect((await explained({ 'items.sku': 'b' })).ids).toEqual([2]);
  });

  it('covers only what a partial filter says', async () => {
    await things.createIndex({ cart: 1 }, { unique: true, partialFilterExpression: { live: true } });
    await things.insertMany([
      { _id: 1, cart: 'c', live: true },
      { _id: 2, cart: 'c', live: false },
      { _id: 3, cart: 'c' },
    ]);
    await expect(things.updateOne({ _id: 3 }, { $set: { live: true } })).rejects.toMatchObject({ code: 11000 });
    expect((await explained({ cart: 'c' })).ids).toHaveLength(3);
    expect((await explained({ cart: 'c', live: true })).ids).toEqual([1]);
  });

  it('holds each element of an array once', async () => {
    await things.createIndex({ tags: 1 }, { unique: true });
    await things.insertOne({ _id: 1, tags: ['a', 'b', 'a'] });
    await expect(things.insertOne({ _id: 2, tags: ['c', 'b'] })).rejects.toMatchObject({ code: 11000 });
  });

  it('refuses parallel arrays', async () => {
    await things.createIndex({ a: 1, b: 1 });
    await expect(things.insertOne({ a: [1], b: [2] } as never)).rejects.toMatchObject({ code: 171 });
  });
});

describe('reading through an index', () => {
  beforeEach(async () => {
    await things.createIndex({ t: 1, n: -1 });
    await things.createIndex({ s: 1 });
    await things.createIndex({ t: 1, tokens: 1 });
    await things.insertMany(
      Array.from({ length: 200 }, (_, i) => ({
        _id: i,
        t: `t${i % 4}`,
        n: i,
        s: `sku-${i}`,
        tokens: [`a${i % 10}`, `b${i}`],
      })),
    );
  });

  it('finds by equality of a prefix, by range and in order without looking at the rest', async () => {
    const { ids, plan, examined } = await explained({ t: 't1', n: { $gte: 181, $lt: 197 } }, { n: -1 });
    expect(ids).toEqual([193, 189, 185, 181]);
    expect(plan).toContain('t_1_n_-1');
    expect(examined).toBe(4);
  });

  it('walks an index backwards for the opposite order, and stops at the limit', async () => {
    const cursor = things.find({ t: 't1' }).sort({ n: 1 }).limit(2);
    expect((await cursor.clone().toArray()).map(({ _id }) => _id)).toEqual([1, 5]);
    expect((await cursor.explain('executionStats')).executionStats.totalDocsExamined).toBe(2);
  });

  it('pages by _id', async () => {
    const { ids, examined } = await explained({ _id: { $gt: 194 } }, { _id: 1 });
    expect(ids).toEqual([195, 196, 197, 198, 199]);
    expect(examined).toBe(5);
  });

  it('uses $in, an anchored regex and $all on a multikey index', async () => {
    expect(await explained({ s: { $in: ['sku-7', 'sku-8'] } })).toMatchObject({ ids: [7, 8], examined: 2 });
    expect(await explained({ s: /^sku-19/ })).toMatchObject({ examined: 11 });
    expect(await explained({ t: 't1', tokens: { $all: ['b5', 'a5'] } })).toMatchObject({ ids: [5], examined: 1 });
  });

  it('scans when no index fits, with the same answer as with one', async () => {
    const { ids, plan } = await explained({ n: 5 });
    expect(ids).toEqual([5]);
    expect(plan).toContain('COLLSCAN');
  });

  it('finds a stored regular expression equal to the one asked for, beside the strings it fits', async () => {
    await things.insertMany([
      { _id: 'text', s: 'skull' },
      { _id: 'regex', s: /^sk/ },
      { _id: 'other', s: /^skx/ },
      { _id: 'list', s: ['none', /^sk/] },
    ]);
    await things.deleteMany({ t: { $exists: true } });
    const found = await explained({ s: /^sk/ });
    expect(found).toMatchObject({ examined: 3 });
    expect(new Set(found.ids)).toEqual(new Set(['list', 'regex', 'text']));
  });

  it('compares dates in a range', async () => {
    await things.createIndex({ due: 1 });
    await things.insertMany([
      { _id: 'old', due: new Date(1000) },
      { _id: 'new', due: new Date(9000) },
      { _id: 'none', due: null },
    ]);
    expect(await explained({ due: { $lte: new Date(5000) } })).toMatchObject({ ids: ['old'], examined: 1 });
  });
});

describe('index commands', () => {
  it('lists, drops and accepts the same index twice', async () => {
    await things.createIndex({ a: 1 });
    await things.createIndex({ a: 1 });
    await things.createIndex({ b: -1 }, { expireAfterSeconds: 60 });
    expect(await things.indexes()).toMatchObject([
      { name: '_id_' },
      { name: 'a_1' },
      { name: 'b_-1', expireAfterSeconds: 60 },
    ]);
    await things.dropIndex('a_1');
    await expect(things.dropIndex('a_1')).rejects.toMatchObject({ code: 27 });
    await things.dropIndexes();
    expect(await things.indexes()).toHaveLength(1);
  });

  it('refuses the same index under another name, and another index under the same name', async () => {
    await things.createIndex({ a: 1 });
    await expect(things.createIndex({ a: 1 }, { name: 'other' })).rejects.toMatchObject({ code: 85 });
    await expect(things.createIndex({ a: 1 }, { expireAfterSeconds: 5 })).rejects.toMatchObject({ code: 85 });
    await expect(things.createIndex({ b: 1 }, { name: 'a_1' })).rejects.toMatchObject({ code: 86 });
    await expect(things.createIndex({ a: 1 }, { unique: true })).rejects.toMatchObject({ code: 86 });
    await expect(things.createIndex({ _id: 1 }, { sparse: true })).rejects.toMatchObject({ code: 197 });
    const twice = [
      { key: { z: 1 }, name: 'z' },
      { key: { z: 1 }, name: 'z' },
    ];
    await expect(things.createIndexes(twice)).rejects.toMatchObject({ code: 68 });
    expect(await things.indexes()).toHaveLength(2);
  });

  // IndexDescriptor::compareIndexOptions: all but the expiry tell two indexes of one key apart.
  it('lets a plain, a unique, a sparse and a partial index of one key stand side by side', async () => {
    await things.createIndex({ a: 1 });
    await things.createIndex({ a: 1 }, { name: 'unique', unique: true });
    await things.createIndex({ a: 1 }, { name: 'sparse', sparse: true });
    await things.createIndex({ a: 1 }, { name: 'partial', partialFilterExpression: { b: 1 } });
    await things.insertOne({ _id: 1, a: 1, b: 1 });
    await expect(things.insertOne({ _id: 2, a: 1 })).rejects.toMatchObject({ code: 11000 });
    await expect(things.find({}, { hint: { a: 1 } }).toArray()).rejects.toMatchObject({ code: 27 });
    expect(await things.find({ a: 1 }, { hint: 'unique' }).toArray()).toHaveLength(1);
    await expect(things.dropIndex({ a: 1 } as never)).rejects.toMatchObject({ code: 181 });
    await things.dropIndex('unique');
    await things.insertOne({ _id: 2, a: 1 });
    expect(await things.indexes()).toHaveLength(4);
  });

  it('removes expired documents, and only those', async () => {
    await things.createIndex({ until: 1 }, { expireAfterSeconds: 0 });
    await things.insertMany([
      { _id: 'expired', until: new Date(Date.now() - 1000) },
      { _id: 'alive', until: new Date(Date.now() + 600_000) },
      { _id: 'no date', until: 5 },
    ]);
    const deadline = Date.now() + 90_000;
    while ((await things.countDocuments({ _id: 'expired' })) > 0 && Date.now() < deadline);
    expect((await things.find().sort({ _id: 1 }).toArray()).map(({ _id }) => _id)).toEqual(['alive', 'no date']);
  });
});
