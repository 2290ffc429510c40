import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoClient, type Collection, type Document } from 'mongodb';
import { startEmbeddedMongo, type EmbeddedMongo } from './index.js';

interface Item extends Document {
  _id: string;
}

const fs = jest.requireActual<typeof import('node:fs')>('node:fs');
let dataDir: string;
let server: EmbeddedMongo;
let client: MongoClient;
let items: Collection<Item>;

async function open(): Promise<void> {
  server = await startEmbeddedMongo({ dataDir, mode: 'inline' });
  client = await MongoClient.connect(server.uri);
  items = client.db('d').collection<Item>('items');
}

async function close(): Promise<void> {
  await client.close();
  await server.stop();
}

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'embedded-mongo-full-'));
  await open();
});
afterEach(async () => {
  jest.restoreAllMocks();
  await close();
  rmSync(dataDir, { recursive: true, force: true });
});

/** From now on the disk takes a few bytes of each write and then has no room. */
function fillDisk(): void {
  const write = fs.writeSync;
  jest.spyOn(fs, 'writeSync').mockImplementation(((fd: number, bytes: Buffer, offset?: number) => {
    if ((offset ?? 0) > 0) throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
    return write(fd, bytes, 0, 7);
  }) as typeof fs.writeSync);
}

describe('on a full disk', () => {
  it('refuses every write with a clear error, changes nothing, and goes on reading', async () => {
    await items.createIndex({ k: 1 }, { unique: true });
    await items.insertMany([
      { _id: '1', k: 1 },
      { _id: '2', k: 2 },
    ]);
    const size = statSync(join(dataDir, 'embedded-mongo.log')).size;
    fillDisk();
    const refused = { code: 14031, codeName: 'OutOfDiskSpace', message: expect.stringMatching(/the disk is full/) };
    await expect(items.insertOne({ _id: '3', k: 3 })).rejects.toMatchObject(refused);
    await expect(items.updateMany({}, { $inc: { k: 10 } })).rejects.toMatchObject(refused);
    await expect(items.deleteMany({})).rejects.toMatchObject(refused);
    await expect(items.createIndex({ other: 1 })).rejects.toMatchObject(refused);
    await expect(items.drop()).rejects.toMatchObject(refused);
    await expect(client.db('d').collection('made').insertOne({})).rejects.toMatchObject(refused);
    expect(await items.find().sort({ k: 1 }).toArray()).toEqual([
      { _id: '1', k: 1 },
      { _id: '2', k: 2 },
    ]);
    expect(await items.find({ k: 2 }).hint('k_1').toArray()).toHaveLength(1);
    expect((await items.indexes()).map(({ name }) => name)).toEqual(['_id_', 'k_1']);
    expect((await client.db('d').listCollections().toArray()).map(({ name }) => name)).toEqual(['items']);
    expect(statSync(join(dataDir, 'embedded-mongo.log')).size).toBe(size);
  });

  it('writes again as soon as there is room, and has lost nothing after a restart', async () => {
    await items.insertOne({ _id: '1' });
    fillDisk();
    await expect(items.insertOne({ _id: '2' })).rejects.toMatchObject({ code: 14031 });
    jest.restoreAllMocks();
    await items.insertOne({ _id: '3' });
    await close();
    await open();
    expect((await items.find().toArray()).map(({ _id }) => _id)).toEqual(['1', '3']);
  });
});
