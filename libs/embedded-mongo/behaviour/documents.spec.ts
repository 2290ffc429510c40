import { Binary, BSONRegExp, Double, Int32, Long, ObjectId, type Collection, type Document } from 'mongodb';
import { openTarget, type Target } from '../testing/target.js';

let target: Target;
let things: Collection<Document & { _id: unknown }>;

beforeAll(async () => {
  target = await openTarget(process.env.MONGODB_URI, 'comptoir_documents');
  things = target.db.collection('things');
});
afterAll(() => target.close());
beforeEach(() => things.deleteMany({}));

const names = async (filter: Document, sort: Document = { _id: 1 }): Promise<unknown[]> =>
  (
    await things
      .find(filter)
      .sort(sort as { _id: 1 })
      .toArray()
  ).map(({ _id }) => _id);

describe('values', () => {
  it('keeps a Long above 2^53 through a round trip', async () => {
    await things.insertOne({ _id: 1, n: Long.fromString('9007199254740993') });
    const found = await things.findOne({ _id: 1 }, { promoteLongs: false });
    expect(found?.n.toString()).toBe('9007199254740993');
  });

  it('increments a Long above 2^53 exactly', async () => {
    await things.insertOne({ _id: 1, n: Long.fromString('9007199254740993') });
    await things.updateOne({ _id: 1 }, { $inc: { n: 2 } });
    expect((await things.findOne({ _id: 1 }, { promoteLongs: false }))?.n.toString()).toBe('9007199254740995');
  });

  it('keeps int, long and double apart for $type', async () => {
    await things.insertMany([
      { _id: 1, n: new Int32(1) },
      { _id: 2, n: Long.fromNumber(1) },
      { _id: 3, n: new Double(1) },
    ]);
    expect(await names({ n: { $type: 'long' } })).toEqual([2]);
    expect(await names({ n: { $type: 'double' } })).toEqual([3]);
    expect(await names({ n: 1 })).toEqual([1, 2, 3]);
  });

  it('widens an int that overflows 32 bits', async () => {
    await things.insertOne({ _id: 1, n: 2147483647 });
    await things.updateOne({ _id: 1 }, { $inc: { n: 1 } });
    expect(await names({ n: { $type: 'long' } })).toEqual([1]);
    expect((await things.findOne({ _id: 1 }))?.n).toBe(2147483648);
  });

  it('round-trips dates, binaries, ObjectIds, regexes, null and nested arrays', async () => {
    const doc = {
      _id: new ObjectId(),
      at: new Date('2026-01-02T03:04:05.678Z'),
      bin: new Binary(Buffer.from([1, 2, 3])),
      re: new BSONRegExp('^a', 'i'),
      none: null,
      deep: [[1, [2]], { a: [{ b: 'ü€😀' }] }],
    };
    await things.insertOne(doc);
    expect(await things.findOne({ _id: doc._id }, { bsonRegExp: true })).toEqual(doc);
  });

  it('keeps the order of keys that look like numbers', async () => {
    const command = await target.db.command({
      insert: 'things',
      documents: [
        new Map<string, unknown>([
          ['_id', 1],
          ['10', 'a'],
          ['9', 'b'],
        ]),
      ],
    });
    expect(command.n).toBe(1);
    const raw = await things.findOne({ _id: 1 }, { raw: true });
    const text = Buffer.from(raw as unknown as Uint8Array).toString('latin1');
    expect(text.indexOf('10\0')).toBeLessThan(text.indexOf('9\0'));
  });

  it('accepts a document of 2 MB', async () => {
    await things.insertOne({ _id: 1, text: 'x'.repeat(2_000_000) });
    expect((await things.findOne({ _id: 1 }))?.text).toHaveLength(2_000_000);
  });
});

describe('filters', () => {
  it('treats missing as null in equality and $ne', async () => {
    await things.insertMany([{ _id: 1 }, { _id: 2, a: null }, { _id: 3, a: 1 }]);
    expect(await names({ a: null })).toEqual([1, 2]);
    expect(await names({ a: { $ne: null } })).toEqual([3]);
    expect(await names({ a: { $exists: true } })).toEqual([2, 3]);
    expect(await names({ a: { $gte: null } })).toEqual([1, 2]);
  });

  it('compares embedded documents with their key order', async () => {
    await things.insertMany([
      { _id: 1, a: { x: 1, y: 2 } },
      { _id: 2, a: { y: 2, x: 1 } },
    ]);
    expect(await names({ a: { x: 1, y: 2 } })).toEqual([1]);
  });

  it('compares within one type only', async () => {
    await things.insertMany([
      { _id: 1, a: 5 },
      { _id: 2, a: '5' },
      { _id: 3, a: new Date(5) },
      { _id: 4, a: [1, 9] },
    ]);
    expect(await names({ a: { $gt: 4 } })).toEqual([1, 4]);
    expect(await names({ a: { $gt: new Date(1) } })).toEqual([3]);
  });

  it('lets each bound on an array match through an element of its own, and $elemMatch not', async () => {
    await things.insertMany([
      { _id: 1, a: [1, 10] },
      { _id: 2, a: [5] },
    ]);
    expect(await names({ a: { $gt: 4, $lt: 6 } })).toEqual([1, 2]);
    expect(await names({ a: { $elemMatch: { $gt: 4, $lt: 6 } } })).toEqual([2]);
  });

  it('walks arrays of documents, by name and by number', async () => {
    await things.insertMany([
      {
        _id: 1,
        items: [
          { sku: 'a', q: 1 },
          { sku: 'b', q: 9 },
        ],
      },
      { _id: 2, items: [{ sku: 'b', q: 1 }] },
    ]);
    expect(await names({ 'items.sku': 'a' })).toEqual([1]);
    expect(await names({ 'items.0.sku': 'b' })).toEqual([2]);
    expect(await names({ 'items.sku': { $ne: 'a' } })).toEqual([2]);
    expect(await names({ items: { $elemMatch: { sku: 'b', q: { $gt: 5 } } } })).toEqual([1]);
  });

  it('answers $in, $nin, $all, $size, $not, $nor and $mod', async () => {
    await things.insertMany([
      { _id: 1, t: ['a', 'b'] },
      { _id: 2, t: ['b'] },
      { _id: 3, t: [] },
      { _id: 4, n: 7 },
    ]);
    expect(await names({ t: { $in: ['a', /^z/] } })).toEqual([1]);
    expect(await names({ t: { $nin: ['a', null] } })).toEqual([2, 3]);
    expect(await names({ t: { $all: ['a', 'b'] } })).toEqual([1]);
    expect(await names({ t: { $size: 0 } })).toEqual([3]);
    expect(await names({ n: { $not: { $gt: 5 } } })).toEqual([1, 2, 3]);
    expect(await names({ $nor: [{ t: 'b' }, { n: 7 }] })).toEqual([3]);
    expect(await names({ n: { $mod: [4, 3] } })).toEqual([4]);
  });

  it('matches anchored and flagged regular expressions', async () => {
    await things.insertMany([
      { _id: 1, s: 'Linen shirt' },
      { _id: 2, s: 'linen' },
      { _id: 3, s: 'wool' },
    ]);
    expect(await names({ s: /^Linen/ })).toEqual([1]);
    expect(await names({ s: { $regex: '^lin', $options: 'i' } })).toEqual([1, 2]);
    expect(await names({ s: { $not: /^l/i } })).toEqual([3]);
  });

  it('sorts mixed types in BSON order and missing as null', async () => {
    await things.insertMany([
      { _id: 'date', v: new Date(0) },
      { _id: 'string', v: 'a' },
      { _id: 'object', v: { a: 1 } },
      { _id: 'missing' },
      { _id: 'bool', v: false },
      { _id: 'number', v: 3 },
      { _id: 'id', v: new ObjectId() },
    ]);
    expect(await names({}, { v: 1 })).toEqual(['missing', 'number', 'string', 'object', 'id', 'bool', 'date']);
  });

  it('projects by inclusion and exclusion, through arrays', async () => {
    await things.insertOne({
      _id: 1,
      a: 1,
      items: [
        { sku: 'a', q: 1 },
        { sku: 'b', q: 2 },
      ],
    });
    const show = (projection: Document): Promise<unknown> => things.findOne({ _id: 1 }, { projection });
    expect(await show({ 'items.sku': 1, _id: 0 })).toEqual({ items: [{ sku: 'a' }, { sku: 'b' }] });
    expect(await show({ 'items.sku': 0, a: 0 })).toEqual({ _id: 1, items: [{ q: 1 }, { q: 2 }] });
  });
});

describe('updates', () => {
  const updated = async (
    start: Document,
    update: Document,
    options: Document = {},
    filter: Document = {},
  ): Promise<unknown> => {
    await things.insertOne({ _id: 1, ...start });
    await things.updateOne({ _id: 1, ...filter }, update, options);
    return things.findOne({ _id: 1 }, { projection: { _id: 0 } });
  };

  it('pushes with $each, $position, $sort and $slice', async () => {
    const update = { $push: { a: { $each: [5, 1], $position: 0, $sort: 1, $slice: -3 } } };
    expect(await updated({ a: [3, 2] }, update as Document)).toEqual({ a: [2, 3, 5] });
  });

  it('pulls by value, by condition and by list', async () => {
    const update = { $pull: { a: { $gte: 3 }, b: { k: 1 } }, $pullAll: { c: [1, 2] } };
    expect(await updated({ a: [1, 3, 5], b: [{ k: 1, x: 2 }, { k: 2 }], c: [1, 2, 3, 1] }, update)).toEqual({
      a: [1],
      b: [{ k: 2 }],
      c: [3],
    });
  });

  it('adds to a set, pops, renames and unsets', async () => {
    const update = { $addToSet: { a: { $each: [2, 3, 3] } }, $pop: { b: -1 }, $rename: { c: 'd' }, $unset: { e: '' } };
    expect(await updated({ a: [1, 2], b: [1, 2], c: 5, e: 1 }, update)).toEqual({ a: [1, 2, 3], b: [2], d: 5 });
  });

  it('applies $min, $max, $mul and $currentDate', async () => {
    const update = { $min: { a: 1 }, $max: { b: 9 }, $mul: { c: 3, z: 2 }, $currentDate: { at: true as const } };
    const found = (await updated({ a: 5, b: 5, c: 5 }, update)) as Document;
    expect(found).toMatchObject({ a: 1, b: 9, c: 15, z: 0 });
    expect(found.at).toBeInstanceOf(Date);
  });

  it('updates the element the filter matched through $', async () => {
    const start = {
      items: [
        { sku: 'a', q: 1 },
        { sku: 'b', q: 1 },
      ],
    };
    expect(await updated(start, { $inc: { 'items.$.q': 4 } }, {}, { 'items.sku': 'b' })).toEqual({
      items: [
        { sku: 'a', q: 1 },
        { sku: 'b', q: 5 },
      ],
    });
  });

  it('updates all elements through $[] and some through arrayFilters', async () => {
    const start = { items: [{ q: 1 }, { q: 5 }] };
    const update = { $inc: { 'items.$[].q': 1 }, $set: { 'items.$[big].big': true } };
    expect(await updated(start, update, { arrayFilters: [{ 'big.q': { $gt: 3 } }] })).toEqual({
      items: [{ q: 2 }, { q: 6, big: true }],
    });
  });

  it('replaces a document and keeps its _id', async () => {
    await things.insertOne({ _id: 1, a: 1 });
    await things.replaceOne({ _id: 1 }, { b: 2 });
    expect(await things.findOne({ _id: 1 })).toEqual({ _id: 1, b: 2 });
  });

  it('tells matched from modified', async () => {
    await things.insertOne({ _id: 1, a: 1 });
    const result = await things.updateMany({}, { $set: { a: 1 } });
    expect(result).toMatchObject({ matchedCount: 1, modifiedCount: 0 });
  });

  it('upserts with the equalities of the filter, $setOnInsert and $set', async () => {
    const result = await things.updateOne(
      { _id: 7, 'a.b': 1, c: { $gt: 5 } },
      { $set: { s: 1 }, $setOnInsert: { i: 2 } },
      { upsert: true },
    );
    expect(result.upsertedId).toBe(7);
    expect(await things.findOne({ _id: 7 })).toEqual({ _id: 7, a: { b: 1 }, s: 1, i: 2 });
    await things.updateOne({ _id: 7 }, { $setOnInsert: { i: 99 } }, { upsert: true });
    expect((await things.findOne({ _id: 7 }))?.i).toBe(2);
  });

  it.each([
    ['$inc on a string', { a: 'x' }, { $inc: { a: 1 } }, 14],
    ['$push on a number', { a: 1 }, { $push: { a: 1 } }, 2],
    ['$addToSet on a number', { a: 1 }, { $addToSet: { a: 1 } }, 2],
    ['$set through a scalar', { a: 1 }, { $set: { 'a.b': 1 } }, 28],
    ['$pull through a scalar', { a: 1 }, { $pull: { 'a.b': 1 } }, 28],
    ['two modifiers on one path', { a: 1 }, { $set: { a: 1 }, $inc: { a: 1 } }, 40],
    ['a path and its parent', {}, { $set: { 'a.b': 1, a: 1 } }, 40],
    ['a change of _id', {}, { $set: { _id: 2 } }, 66],
    ['an empty path part', {}, { $set: { 'a..b': 1 } }, 56],
    ['an unknown operator', {}, { $frobnicate: { a: 1 } }, 9],
    ['a positional update without an array in the filter', { a: [1] }, { $set: { 'a.$': 1 } }, 2],
  ])('refuses %s and changes nothing', async (_title, start, update, code) => {
    await things.insertOne({ _id: 1, ...start });
    await expect(things.updateOne({ _id: 1 }, update as Document)).rejects.toMatchObject({ code });
    expect(await things.findOne({ _id: 1 })).toEqual({ _id: 1, ...start });
  });
});
