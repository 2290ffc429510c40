import type { Collection, Document } from 'mongodb';
import { openTarget, type Row, type Target } from '../testing/target.js';

let target: Target;
let things: Collection<Row>;

beforeAll(async () => {
  target = await openTarget(process.env.MONGODB_URI, 'comptoir_updates');
  things = target.db.collection('things');
});
afterAll(() => target.close());
beforeEach(() => things.deleteMany({}));

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

  // object_replace_executor.cpp, push_node.cpp and update_stage.cpp: the outcome is not compared with what was there.
  it.each<[string, Document, Document, number]>([
    ['a replacement without _id by the same', { a: 1 }, { a: 1 }, 1],
    ['a replacement with its _id first by the same', { a: 1 }, { _id: 1, a: 1 }, 0],
    ['an empty replacement of nothing', {}, {}, 0],
    ['a value that is pushed and cut off again', { a: [7, 7] }, { $push: { a: { $each: [7], $slice: -2 } } }, 1],
    ['nothing pushed', { a: [1, 2] }, { $push: { a: { $each: [], $sort: 1 } } }, 0],
  ])('counts as modified what MongoDB counts: %s', async (_title, start, change, modified) => {
    await things.insertOne({ _id: 1, ...start });
    const reply = await target.db.command({ update: 'things', updates: [{ q: { _id: 1 }, u: change }] });
    expect(reply).toMatchObject({ n: 1, nModified: modified });
    expect(await things.findOne()).toEqual({ _id: 1, ...start });
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

  // jstests/core/write/update/upsert_fields.js
  it.each<[string, Document, Document, Document]>([
    ['$in of one value, twice', { a: { $in: [1, 1] } }, { $set: { s: 1 } }, { a: 1, s: 1 }],
    ['$in of two', { a: { $in: [1, 2] } }, { $set: { s: 1 } }, { s: 1 }],
    ['$all of one', { a: { $all: [1] } }, { $set: { s: 1 } }, { a: 1, s: 1 }],
    ['$or of one', { $or: [{ 'a.b': { $eq: 1 } }] }, { $set: { s: 1 } }, { a: { b: 1 }, s: 1 }],
    ['$or of two', { $or: [{ a: 1 }, { b: 1 }] }, { $set: { s: 1 } }, { s: 1 }],
    ['$and', { $and: [{ a: 1 }, { b: { $eq: 2 } }] }, { $set: { s: 1 } }, { a: 1, b: 2, s: 1 }],
    ['negations', { a: { $not: { $eq: 1 } }, $nor: [{ b: 1 }] }, { $set: { s: 1 } }, { s: 1 }],
    ['$elemMatch', { a: { $elemMatch: { $eq: 1 } } }, { $set: { s: 1 } }, { s: 1 }],
    ['an array', { a: [1, 2] }, { $set: { s: 1 } }, { a: [1, 2], s: 1 }],
    ['a regular expression', { a: /b/ }, { $set: { s: 1 } }, { s: 1 }],
    // EqualityMatches of path_support.h is a map by path.
    [
      'fields in the order of their paths',
      { b: 1, 'a.z': 2, 'a.c': 3 },
      { $set: { s: 1 } },
      { a: { c: 3, z: 2 }, b: 1, s: 1 },
    ],
    ['anything, for a replacement', { a: 1, b: { $all: [1, 2] } }, { s: 1 }, { s: 1 }],
  ])('takes into an upsert of the filter what it should: %s', async (_title, filter, change, result) => {
    const operators = Object.keys(change).join().startsWith('$');
    if (operators) await things.updateOne(filter, change, { upsert: true });
    else await things.replaceOne(filter, change, { upsert: true });
    const [inserted, ...others] = await things.find({}, { projection: { _id: 0 } }).toArray();
    expect(others).toEqual([]);
    expect(JSON.stringify(inserted)).toBe(JSON.stringify(result));
  });

  it.each<[string, Document, Document, number]>([
    ['$all of two values', { a: { $all: [1, 2] } }, { $set: { s: 1 } }, 54],
    ['a path and one inside it', { a: {}, 'a.b': 1 }, { $set: { s: 1 } }, 54],
    ['a part of _id for a replacement', { '_id.x': 1 }, { s: 1 }, 111],
    ['another _id than the filter names', { _id: 1 }, { $set: { _id: 2 } }, 66],
  ])('refuses an upsert that leaves open what to insert: %s', async (_title, q, u, code) => {
    const reply = await target.db.command({ update: 'things', updates: [{ q, u, upsert: true }] });
    expect(reply).toMatchObject({ n: 0, writeErrors: [{ code }] });
    expect(await things.countDocuments()).toBe(0);
  });

  it('leaves what it did before it failed half way, and counts nothing of it', async () => {
    await things.insertMany([{ a: 1 }, { a: 1 }, { a: 'x' }, { a: 1 }].map((one, at) => ({ _id: at, ...one })));
    const reply = await target.db.command({
      update: 'things',
      updates: [{ q: {}, u: { $inc: { a: 1 } }, multi: true }],
    });
    expect(reply).toMatchObject({ n: 0, nModified: 0, writeErrors: [{ index: 0, code: 14 }] });
    expect((await things.find().toArray()).map(({ a }) => a as unknown)).toEqual([2, 2, 'x', 1]);
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
