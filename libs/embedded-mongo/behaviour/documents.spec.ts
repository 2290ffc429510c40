import { Binary, BSONRegExp, Double, Int32, Long, ObjectId, Timestamp, type Collection, type Document } from 'mongodb';
import { openTarget, type Row, type Target } from '../testing/target.js';

let target: Target;
let things: Collection<Row>;

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

  it('puts _id first wherever it came, in one insert and in many', async () => {
    await things.insertMany([{ a: 1, _id: 1 }, { _id: 2, a: 1 }, { a: 1 }] as Row[]);
    await target.db.command({ insert: things.collectionName, documents: [{ a: 1, _id: 3 }, { a: 1 }] });
    const found = await things.find({}).toArray();
    expect(found.map((row) => Object.keys(row))).toEqual(found.map(() => ['_id', 'a']));
    expect(found).toHaveLength(5);
    expect(await names({ _id: { $type: 'objectId' } })).toHaveLength(2);
  });

  it('puts the present in the place of an empty Timestamp at the top of a new document, and there alone', async () => {
    const empty = new Timestamp({ t: 0, i: 0 });
    const set = new Timestamp({ t: 5, i: 6 });
    const row = { at: empty, set, in: { at: empty } };
    await things.insertMany([
      { _id: 1, ...row },
      { _id: 2, ...row },
    ]);
    await target.db.command({ insert: things.collectionName, documents: [{ _id: 3, ...row }] });
    const found = await things.find({}).toArray();
    for (const { at } of found) expect(Math.abs(at.t - Date.now() / 1000)).toBeLessThan(60);
    expect(new Set(found.map(({ at }) => at.toString())).size).toBe(3);
    expect(found.map(({ set: kept, in: inner }) => [kept, inner.at])).toEqual(found.map(() => [set, empty]));
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

  it('projects a part of _id like any other field, and only the whole of it against the others', async () => {
    await things.insertOne({ _id: { x: 1, y: 2 }, a: 1 } as never);
    const show = (projection: Document): Promise<unknown> => things.findOne({}, { projection });
    expect(await show({ '_id.x': 0 })).toEqual({ _id: { y: 2 }, a: 1 });
    expect(await show({ '_id.x': 1 })).toEqual({ _id: { x: 1 } });
    expect(await show({ '_id.x': 1, a: 1 })).toEqual({ _id: { x: 1 }, a: 1 });
    expect(await show({ _id: 1, a: 0 })).toEqual({ _id: { x: 1, y: 2 } });
    await expect(show({ '_id.x': 0, a: 1 })).rejects.toMatchObject({ code: 31253 });
    await expect(show({ a: 1, 'a.b': 1 })).rejects.toMatchObject({ code: 31249 });
    await expect(show({ 'a.b': 1, a: 1 })).rejects.toMatchObject({ code: 31250 });
  });
});
