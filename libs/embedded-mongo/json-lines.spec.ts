import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BSON, Double, Long, MongoClient, ObjectId, type Document } from 'mongodb';
import { exportJsonLines, importJsonLines, startEmbeddedMongo } from './index.js';

let folders: string[] = [];

afterEach(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  folders = [];
});

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'embedded-mongo-lines-'));
  folders.push(made);
  return made;
}

async function use<T>(dataDir: string, run: (client: MongoClient) => Promise<T>): Promise<T> {
  const server = await startEmbeddedMongo({ dataDir, mode: 'inline' });
  const client = await MongoClient.connect(server.uri);
  try {
    return await run(client);
  } finally {
    await client.close();
    await server.stop();
  }
}

async function linesOf(dataDir: string): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of exportJsonLines(dataDir)) lines.push(line);
  return lines;
}

async function* each(lines: readonly string[]): AsyncGenerator<string> {
  yield* lines;
}

describe('JSON lines', () => {
  it('carry every document and index into another folder, types and order of keys included', async () => {
    const [from, to] = [folder(), folder()];
    await use(from, async (client) => {
      const things = client.db('d').collection('things');
      await things.createIndex({ k: 1 }, { unique: true, sparse: true });
      await things.insertMany([
        { _id: new ObjectId(), n: Long.fromString('9007199254740993'), d: new Double(1), at: new Date(5), re: /a/i },
        { k: 1, nested: [{ a: null }, 'é'] },
      ]);
      const swapped = new Map<string, unknown>([
        ['_id', 'digits'],
        ['10', 1],
        ['9', 2],
      ]);
      await client.db('d').command({ insert: 'things', documents: [swapped] });
      await client.db('d').createCollection('empty');
    });
    const lines = await linesOf(from);
    expect(await importJsonLines(to, each(lines))).toBe(3);
    expect(await linesOf(to)).toEqual(lines);
    expect(lines.filter((line) => line.includes('"bson"'))).toHaveLength(1);
    expect(lines.filter((line) => line.includes('"index"'))).toEqual([expect.stringContaining('"name":"k_1"')]);
    await use(to, async (client) => {
      const things = client.db('d').collection('things');
      await expect(things.insertOne({ k: 1 })).rejects.toMatchObject({ code: 11000 });
      expect((await client.db('d').listCollections().toArray()).map(({ name }) => name).sort()).toEqual([
        'empty',
        'things',
      ]);
    });
  });

  it('carry an index whose order of fields JSON would lose', async () => {
    const [from, to] = [folder(), folder()];
    await use(from, async (client) => {
      const key = new Map([
        ['n10', 1],
        ['n9', -1],
      ]);
      await client.db('d').command({ createIndexes: 'c', indexes: [{ key, name: 'plain' }] });
      const partialFilterExpression = new Map([
        ['10', 1],
        ['9', 1],
      ]);
      await client.db('d').command({ createIndexes: 'c', indexes: [{ key, name: 'digits', partialFilterExpression }] });
    });
    const lines = await linesOf(from);
    expect(lines.filter((line) => line.includes('"indexBson"'))).toHaveLength(1);
    expect(await importJsonLines(to, each(lines))).toBe(0);
    expect(await linesOf(to)).toEqual(lines);
  });

  it('are written as they come, 500 at a time, with nothing said of empty ones; all are on the disk in the end', async () => {
    const [dataDir, sizes] = [folder(), [] as number[]];
    async function* many(): AsyncGenerator<string> {
      for (let _id = 0; _id < 1200; _id++) {
        sizes.push(statSync(join(dataDir, 'embedded-mongo.log')).size);
        yield _id === 700 ? '  ' : JSON.stringify({ ns: 'd.c', doc: { _id } });
      }
    }
    const sync = jest.spyOn(jest.requireActual<typeof import('node:fs')>('node:fs'), 'fdatasync');
    expect(await importJsonLines(dataDir, many())).toBe(1199);
    expect(sync).toHaveBeenCalled();
    sync.mockRestore();
    expect(new Set(sizes).size).toBe(3);
    expect(await linesOf(dataDir)).toHaveLength(1200);
  });

  it('name the line that cannot be imported', async () => {
    const lines = ['{"ns":"d.c","doc":{"_id":1}}', '{"ns":"d.c","doc":{"_id":1}}'];
    await expect(importJsonLines(folder(), each(lines))).rejects.toThrow(/line 2 .*E11000/);
    await expect(importJsonLines(folder(), each(['[]']))).rejects.toThrow(/line 1 /);
  });

  it('that were written by hand become documents like inserted ones: with an _id, and it comes first', async () => {
    const [from, to] = [folder(), folder()];
    expect(
      await importJsonLines(from, each(['{"ns":"d.c","doc":{"a":1,"_id":7}}', '{"ns":"d.c","doc":{"a":2}}'])),
    ).toBe(2);
    const lines = await linesOf(from);
    expect(lines.slice(1).map((line) => Object.keys(JSON.parse(line).doc))).toEqual([
      ['_id', 'a'],
      ['_id', 'a'],
    ]);
    expect(await importJsonLines(to, each(lines))).toBe(2);
  });

  it('whose bytes are damaged are refused by their number', async () => {
    const whole = Buffer.from(BSON.serialize({ _id: 1, a: 'text' }));
    const lineOf = (bytes: Buffer): string => JSON.stringify({ ns: 'd.c', bson: bytes.toString('base64') });
    for (const damaged of [whole.subarray(0, -1), Buffer.concat([whole, Buffer.alloc(3)]), Buffer.alloc(2)]) {
      await expect(importJsonLines(folder(), each([lineOf(whole), lineOf(damaged)]))).rejects.toThrow(
        /line 2 .*(BSON|more than a document)/,
      );
    }
  });

  it('are refused while a server uses the folder', async () => {
    const dataDir = folder();
    await use(dataDir, async () => {
      await expect(linesOf(dataDir)).rejects.toThrow(/in use by process/);
    });
  });
});

describe('reads without an index', () => {
  it('are counted in serverStatus, and a large one is told once', async () => {
    const lines: string[] = [];
    const server = await startEmbeddedMongo({ mode: 'inline', logger: (line) => lines.push(line) });
    const client = await MongoClient.connect(server.uri);
    const things = client.db('d').collection('things');
    const scans = async (): Promise<Document> =>
      (await client.db('admin').command({ serverStatus: 1 })).metrics.queryExecutor;
    await things.insertMany(Array.from({ length: 10_000 }, (_, n) => ({ n })));
    await things.findOne({ _id: new ObjectId() });
    expect(await scans()).toEqual({ scannedObjects: 0, collectionScans: { total: 0 } });
    for (let time = 0; time < 2; time++) await things.findOne({ n: -1 });
    expect(await scans()).toEqual({ scannedObjects: 20_000, collectionScans: { total: 2 } });
    expect(lines).toEqual([expect.stringContaining('all 10000 documents of d.things by { n }')]);
    await client.close();
    await server.stop();
  });
});
