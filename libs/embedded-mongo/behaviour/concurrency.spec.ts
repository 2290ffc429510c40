import mongoose, { Schema, type Connection } from 'mongoose';
import { Code, MongoClient, type Collection, type Document } from 'mongodb';
import { openTarget, type Row, type Target } from '../testing/target.js';

let target: Target;
let connection: Connection;
let units: Collection<Row>;

beforeAll(async () => {
  target = await openTarget(process.env.MONGODB_URI, 'comptoir_concurrency');
  connection = await mongoose.createConnection(target.uri, { dbName: 'comptoir_concurrency' }).asPromise();
  units = target.db.collection('units');
});
afterAll(async () => {
  await connection.close();
  await target.close();
});
beforeEach(() => units.deleteMany({}));

const times = <T>(count: number, run: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => run(index)));

describe('mongoose', () => {
  const schema = new Schema(
    {
      name: { type: String, unique: true, required: true },
      tags: [String],
      notes: { type: Map, of: String },
      qty: Number,
    },
    { timestamps: true, optimisticConcurrency: true },
  );

  it('builds the indexes of a schema and stores timestamps, arrays and maps', async () => {
    const Thing = connection.model('Thing', schema);
    await Thing.init();
    await Thing.create({ name: 'a', tags: ['x'], notes: { k: 'v' } });
    const found = await Thing.findOne({ name: 'a' }).orFail();
    expect(found.get('createdAt')).toBeInstanceOf(Date);
    expect(found.notes?.get('k')).toBe('v');
    expect((await Thing.listIndexes()).map(({ name }) => name)).toEqual(['_id_', 'name_1']);
  });

  it('upserts with findOneAndUpdate and answers the new document', async () => {
    const Thing = connection.model('Thing');
    const made = await Thing.findOneAndUpdate(
      { name: 'u' },
      { $inc: { qty: 2 } },
      { upsert: true, returnDocument: 'after' },
    );
    expect(made).toMatchObject({ name: 'u', qty: 2 });
  });

  it('refuses the second of two saves of one version (optimisticConcurrency)', async () => {
    const Thing = connection.model('Thing');
    await Thing.create({ name: 'v' });
    const [one, two] = [await Thing.findOne({ name: 'v' }).orFail(), await Thing.findOne({ name: 'v' }).orFail()];
    await one.set('qty', 1).save();
    await expect(two.set('qty', 2).save()).rejects.toThrow(/No matching document|version/i);
  });

  it('populates references and saves many at once', async () => {
    const Author = connection.model('Author', new Schema({ name: String }));
    const Book = connection.model('Book', new Schema({ author: { type: Schema.Types.ObjectId, ref: 'Author' } }));
    const author = await Author.create({ name: 'Ada' });
    await Book.bulkSave([new Book({ author: author._id }), new Book({ author: author._id })]);
    const books = await Book.find().populate('author').lean();
    expect(books.map((book) => (book.author as unknown as { name: string }).name)).toEqual(['Ada', 'Ada']);
  });

  it('counts, estimates and finds distinct values', async () => {
    const Thing = connection.model('Thing');
    expect(await Thing.countDocuments({ name: { $in: ['a', 'u', 'nobody'] } })).toBe(2);
    expect(await Thing.estimatedDocumentCount()).toBe(3);
    expect(await Thing.distinct('name')).toEqual(['a', 'u', 'v']);
  });
});

describe('guarded writes', () => {
  it('lets exactly one of 20 version-guarded updates win', async () => {
    await units.insertOne({ _id: 'c', version: 1 });
    const results = await times(20, (by) =>
      units.findOneAndUpdate({ _id: 'c', version: 1 }, { $inc: { version: 1 }, $set: { by } }),
    );
    expect(results.filter(Boolean)).toHaveLength(1);
    expect((await units.findOne({ _id: 'c' }))?.version).toBe(2);
  });

  it('never sells more than there is with 50 guarded $inc', async () => {
    await units.insertOne({ _id: 'sku', available: 20 });
    const results = await times(50, () =>
      units.updateOne({ _id: 'sku', available: { $gte: 1 } }, { $inc: { available: -1 } }),
    );
    expect(results.reduce((sum, { modifiedCount }) => sum + modifiedCount, 0)).toBe(20);
    expect((await units.findOne({ _id: 'sku' }))?.available).toBe(0);
  });

  it('holds stock once per holder, however often it is asked', async () => {
    await units.insertOne({ _id: 'sku', available: 5, holds: [] });
    const hold = (id: string, q: number): Promise<unknown> =>
      units.findOneAndUpdate(
        { _id: 'sku', available: { $gte: q }, 'holds.by': { $ne: id } },
        { $inc: { available: -q }, $push: { holds: { by: id, quantity: q } } } as Document,
        { returnDocument: 'after' },
      );
    await times(10, (index) => hold(`checkout-${index % 2}`, 2));
    const found = await units.findOne({ _id: 'sku' });
    expect(found).toMatchObject({ available: 1 });
    expect(found?.holds).toHaveLength(2);
    await units.updateOne({ _id: 'sku', 'holds.by': 'checkout-0' }, {
      $inc: { available: 2 },
      $pull: { holds: { by: 'checkout-0' } },
    } as Document);
    expect(await units.findOne({ _id: 'sku' })).toMatchObject({ available: 3, holds: [{ by: 'checkout-1' }] });
  });

  it('takes named units all or none', async () => {
    await units.insertOne({ _id: 'room', taken: [] });
    const take = (by: string, nights: string[]): Promise<unknown> =>
      units.findOneAndUpdate({ _id: 'room', 'taken.unit': { $nin: nights } }, {
        $push: { taken: { $each: nights.map((unit) => ({ unit, by })) } },
      } as Document);
    const results = await times(10, (index) => take(`guest-${index}`, ['2026-05-01', '2026-05-02']));
    expect(results.filter(Boolean)).toHaveLength(1);
    expect(await take('late', ['2026-05-02', '2026-05-03'])).toBeNull();
    expect(await take('next', ['2026-05-03'])).not.toBeNull();
    expect((await units.findOne({ _id: 'room' }))?.taken).toHaveLength(3);
  });

  it('makes one document of 20 concurrent upserts on a unique index', async () => {
    await units.createIndex({ key: 1 }, { unique: true, sparse: true });
    await times(20, () => units.updateOne({ key: 'k' }, { $inc: { n: 1 } }, { upsert: true }));
    expect(await units.find({ key: 'k' }).toArray()).toMatchObject([{ n: 20 }]);
  });

  it('takes the first of a sorted queue with findOneAndUpdate, and removes with findOneAndDelete', async () => {
    await units.insertMany([
      { _id: 1, due: 30 },
      { _id: 2, due: 10 },
      { _id: 3, due: 20 },
    ]);
    const claimed = await units.findOneAndUpdate(
      { due: { $lte: 25 } },
      { $set: { owner: 'me' } },
      { sort: { due: 1 }, returnDocument: 'after', projection: { owner: 1 } },
    );
    expect(claimed).toEqual({ _id: 2, owner: 'me' });
    expect(await units.findOneAndDelete({}, { sort: { due: -1 } })).toEqual({ _id: 1, due: 30 });
    expect(await units.findOneAndReplace({ _id: 3 }, { x: 1 }, { returnDocument: 'before' })).toEqual({
      _id: 3,
      due: 20,
    });
  });

  it('answers a repeated retryable write with the stored reply', async () => {
    const client = await MongoClient.connect(target.uri);
    const session = client.startSession();
    // The driver fills in the session; the number is ours, as after a lost connection.
    const send = (): Promise<Document> =>
      client
        .db(target.db.databaseName)
        .command(
          { update: 'units', updates: [{ q: { _id: 'r' }, u: { $inc: { n: 1 } }, upsert: true }], txnNumber: 900n },
          { session, useBigInt64: true },
        );
    const [first, second] = [await send(), await send()];
    expect(second.n).toEqual(first.n);
    expect((await units.findOne({ _id: 'r' }))?.n).toBe(1);
    await session.endSession();
    await client.close();
  });

  it('refuses to make a write on many documents repeatable', async () => {
    const client = await MongoClient.connect(target.uri);
    const session = client.startSession();
    const db = client.db(target.db.databaseName);
    await units.insertMany([{ _id: 1 }, { _id: 2 }]);
    const many = { q: {}, u: { $set: { n: 1 } }, multi: true };
    const update = await db.command({ update: 'units', updates: [many], txnNumber: 900n }, { session });
    expect(update).toMatchObject({ n: 0, writeErrors: [{ code: 72 }] });
    const all = { q: {}, limit: 0 };
    const remove = await db.command({ delete: 'units', deletes: [all], txnNumber: 901n }, { session });
    expect(remove).toMatchObject({ n: 0, writeErrors: [{ code: 72 }] });
    await session.endSession();
    await client.close();
    expect(await units.countDocuments({ n: { $exists: false } })).toBe(2);
  });
});

describe('bulk writes', () => {
  it('runs a mixed bulkWrite', async () => {
    const result = await units.bulkWrite([
      { insertOne: { document: { _id: 1, n: 1 } } },
      { updateOne: { filter: { _id: 1 }, update: { $inc: { n: 5 } } } },
      { updateOne: { filter: { _id: 2 }, update: { $set: { n: 2 } }, upsert: true } },
      { replaceOne: { filter: { _id: 2 }, replacement: { n: 3 } } },
      { deleteOne: { filter: { _id: 1 } } },
    ]);
    expect(result).toMatchObject({ insertedCount: 1, matchedCount: 2, upsertedCount: 1, deletedCount: 1 });
    expect(await units.find().toArray()).toEqual([{ _id: 2, n: 3 }]);
  });

  it('stops an ordered insertMany at the first error and reports its index', async () => {
    const error = await units.insertMany([{ _id: 1 }, { _id: 1 }, { _id: 2 }]).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 11000, insertedCount: 1, writeErrors: [{ index: 1 }] });
    expect(await units.countDocuments()).toBe(1);
  });

  it('goes on after errors in an unordered insertMany', async () => {
    const documents = [{ _id: 1 }, { _id: 1 }, { _id: 2 }, { _id: 2 }, { _id: 3 }];
    const error = await units.insertMany(documents, { ordered: false }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 11000, insertedCount: 3, writeErrors: [{ index: 1 }, { index: 3 }] });
    expect(await units.countDocuments()).toBe(3);
  });

  it('keeps quiet about an unacknowledged write it cannot read: the next answer is the one to the next question', async () => {
    const client = await MongoClient.connect(target.uri, { maxPoolSize: 1 });
    const quiet = client.db(target.db.databaseName).collection('units');
    await quiet.insertOne({ a: new Code('x') }, { writeConcern: { w: 0 } });
    expect(await quiet.find().toArray()).toEqual([]);
    await client.close();
  });

  it('says of very many errors the codes and the keys, and no more words after a megabyte', async () => {
    const _id = 'x'.repeat(300);
    const documents = Array.from({ length: 10_000 }, () => ({ _id }));
    const reply = await target.db.command({ insert: 'units', documents, ordered: false });
    expect(reply).toMatchObject({ n: 1 });
    const errors = reply.writeErrors as Document[];
    expect(errors).toHaveLength(9_999);
    expect(errors[0]).toMatchObject({ code: 11000, errmsg: expect.stringContaining('E11000'), keyValue: { _id } });
    expect(errors.at(-1)).toMatchObject({ index: 9_999, code: 11000, errmsg: '', keyValue: { _id } });
  });

  it('accepts unacknowledged writes and writes with j: true', async () => {
    await units.insertOne({ _id: 'w0' }, { writeConcern: { w: 0 } });
    await units.insertOne({ _id: 'j' }, { writeConcern: { w: 1, j: true } });
    await units.insertOne({ _id: 'maj' }, { writeConcern: { w: 'majority' } });
    expect(await units.countDocuments()).toBe(3);
  });
});
