import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Long, MongoClient, type Collection, type Document } from 'mongodb';
import { startEmbeddedMongo, type EmbeddedMongo } from './index.js';

interface Item extends Document {
  _id: string;
}

const fs = jest.requireActual<typeof import('node:fs')>('node:fs');
const DURABLY = { writeConcern: { w: 1, j: true } } as const;

let dataDir: string;
let server: EmbeddedMongo;
let client: MongoClient;
let items: Collection<Item>;
let said: string[];

async function open(): Promise<void> {
  said = [];
  server = await startEmbeddedMongo({ dataDir, mode: 'inline', logger: (line) => said.push(line) });
  client = await MongoClient.connect(server.uri);
  items = client.db('d').collection<Item>('items');
}

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'embedded-mongo-sync-'));
  await open();
});
afterEach(async () => {
  jest.restoreAllMocks();
  await client.close();
  await server.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

/** A disk that answers no sync until it is let go. */
function holdDisk(): { asked: () => number; letGo: () => void } {
  const sync = fs.fdatasync;
  const held: (() => void)[] = [];
  const spy = jest.spyOn(fs, 'fdatasync').mockImplementation((fd, done) => void held.push(() => sync(fd, done)));
  return {
    asked: () => held.length,
    letGo: () => {
      spy.mockRestore();
      for (const run of held) run();
    },
  };
}

/** A disk that refuses one sync, and takes all that come after it. */
function refuseOneSync(): void {
  const error = Object.assign(new Error('EIO: i/o error, fdatasync'), { code: 'EIO' });
  jest.spyOn(fs, 'fdatasync').mockImplementationOnce((_fd, done) => void setImmediate(() => done(error)));
}

describe('a write with j: true', () => {
  it('is answered when the disk has it; one without j is answered before', async () => {
    const disk = holdDisk();
    const order: string[] = [];
    const durable = items.insertOne({ _id: 'durable' }, DURABLY).then(() => order.push('durable'));
    while (disk.asked() === 0) await new Promise((resolve) => setImmediate(resolve));
    await items.insertOne({ _id: 'plain' });
    order.push('plain');
    await items.insertOne({ _id: 'another' });
    order.push('another');
    disk.letGo();
    await durable;
    expect(order).toEqual(['plain', 'another', 'durable']);
  });

  it('that is repeated gets its stored reply when the disk has it, not before', async () => {
    const session = client.startSession();
    const insert = { insert: 'items', documents: [{ _id: 'x' }], txnNumber: Long.fromNumber(500), ...DURABLY };
    await client.db('d').command(insert, { session });
    await items.insertOne({ _id: 'later' });
    const disk = holdDisk();
    const order: string[] = [];
    const repeated = client
      .db('d')
      .command(insert, { session })
      .then((reply) => order.push(`repeated ${String(reply.n)}`));
    while (disk.asked() === 0) await new Promise((resolve) => setImmediate(resolve));
    await items.findOne({ _id: 'x' });
    order.push('read');
    disk.letGo();
    await repeated;
    await session.endSession();
    expect(order).toEqual(['read', 'repeated 1']);
  });

  it('fails when the sync does, as does every later write until the server is started again; reads go on', async () => {
    await items.insertOne({ _id: 'before' }, DURABLY);
    refuseOneSync();
    const refused = { code: 1, message: expect.stringMatching(/cannot sync its log \(EIO.* start it again/) };
    await expect(items.insertOne({ _id: 'x' }, DURABLY)).rejects.toMatchObject(refused);
    await expect(items.insertOne({ _id: 'y' })).rejects.toMatchObject(refused);
    await expect(items.updateOne({ _id: 'nobody' }, { $set: { n: 1 } }, DURABLY)).rejects.toMatchObject(refused);
    expect(said).toEqual([expect.stringContaining('until then it only reads')]);
    expect(await items.countDocuments({ _id: { $in: ['before', 'y'] } })).toBe(1);
    await client.close();
    await server.stop();
    await open();
    await items.insertOne({ _id: 'z' }, DURABLY);
    expect((await items.find({ _id: { $ne: 'x' } }).toArray()).map(({ _id }) => _id)).toEqual(['before', 'z']);
  });
});

describe('a server whose last sync fails', () => {
  it('says so when it is stopped, and lets go of the folder', async () => {
    await client.close();
    refuseOneSync();
    await expect(server.stop()).rejects.toThrow('EIO');
    await open();
  });
});
