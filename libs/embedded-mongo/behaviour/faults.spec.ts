import { MongoServerError, type Collection, type Document } from 'mongodb';
import { openTarget, type Row, type Target } from '../testing/target.js';

// A real server takes fail points only with enableTestCommands, so these run here alone.
const onlyHere = process.env.MONGODB_URI === undefined ? describe : describe.skip;

let target: Target;
let things: Collection<Row>;

beforeAll(async () => {
  target = await openTarget(process.env.MONGODB_URI, 'comptoir_faults');
  things = target.db.collection('things');
});
afterAll(() => target.close());

const fail = (mode: Document | string, data?: Document, name = 'failCommand'): Promise<Document> =>
  target.client.db('admin').command({ configureFailPoint: name, mode, ...(data && { data }) });

onlyHere('faults on demand', () => {
  beforeEach(() => things.deleteMany({}));
  afterEach(() => fail('off'));

  it('close the connection: the driver repeats a retryable write, and it is done once', async () => {
    await fail({ times: 1 }, { failCommands: ['insert'], closeConnection: true });
    await things.insertOne({ _id: 1 });
    expect(await things.countDocuments()).toBe(1);
  });

  it('answer an error with the code, its name and the labels asked for, as often as asked', async () => {
    await fail({ times: 2 }, { failCommands: ['find'], errorCode: 8000, errorLabels: ['SomeLabel'] });
    for (let time = 0; time < 2; time++) {
      const error = await things.findOne({}).catch((reason: unknown) => reason);
      expect(error).toMatchObject({ code: 8000 });
      expect((error as MongoServerError).hasErrorLabel('SomeLabel')).toBe(true);
    }
    expect(await things.findOne({})).toBeNull();
  });

  it('let a write through and report that too few members have it', async () => {
    const writeConcernError = { code: 100, errmsg: 'Not enough data-bearing nodes' };
    await fail('alwaysOn', { failCommands: ['insert'], writeConcernError });
    await expect(things.insertOne({ _id: 'w' })).rejects.toMatchObject({ code: 100 });
    await fail('off');
    expect(await things.countDocuments({ _id: 'w' })).toBe(1);
  });

  it('hold a command back without holding back other connections', async () => {
    await fail({ times: 1 }, { failCommands: ['find'], blockConnection: true, blockTimeMS: 400 });
    const order: string[] = [];
    await Promise.all([
      things.findOne({}).then(() => order.push('held back')),
      target.db.command({ ping: 1 }).then(() => order.push('other')),
    ]);
    expect(order).toEqual(['other', 'held back']);
  });

  it('skip some commands, name one collection only, and count how often they struck', async () => {
    const { count } = await fail(
      { skip: 1 },
      { failCommands: ['count'], namespace: 'comptoir_faults.things', errorCode: 1 },
    );
    await target.db.collection('others').estimatedDocumentCount();
    await things.estimatedDocumentCount();
    await expect(things.estimatedDocumentCount()).rejects.toMatchObject({ code: 1 });
    expect((await fail('off')).count).toBe(count + 1);
  });

  it('lose the answer of a write after it is done, or take it back before', async () => {
    const name = 'onPrimaryTransactionalWrite';
    await fail({ times: 1 }, undefined, name);
    await things.updateOne({ _id: 'a' }, { $inc: { n: 1 } }, { upsert: true });
    await fail({ times: 1 }, { closeConnection: false, failBeforeCommitExceptionCode: 1 }, name);
    await expect(things.updateOne({ _id: 'a' }, { $inc: { n: 1 } })).rejects.toMatchObject({ code: 1 });
    expect(await things.findOne({ _id: 'a' })).toEqual({ _id: 'a', n: 1 });
  });

  it('refuse what they do not know, by name', async () => {
    await expect(fail('alwaysOn', {}, 'slowDisk')).rejects.toThrow(/slowDisk/);
    await expect(fail('alwaysOn', { failCommands: ['find'], appName: 'x' })).rejects.toThrow(/appName/);
    await expect(fail('sometimes', { failCommands: ['find'] })).rejects.toMatchObject({ code: 2 });
  });
});
