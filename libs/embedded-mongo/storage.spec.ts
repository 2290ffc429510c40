import {
  appendFileSync,
  chmodSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoClient, type Document } from 'mongodb';
import { startEmbeddedMongo } from './index.js';
import { spawnServer } from './testing/server-process.js';

let dataDir: string;
const logPath = (): string => join(dataDir, 'embedded-mongo.log');

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'embedded-mongo-'));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

/** Opens the folder here, runs the check and closes it; answers what was logged. */
async function withData(run: (client: MongoClient) => Promise<void>): Promise<string[]> {
  const lines: string[] = [];
  const server = await startEmbeddedMongo({ dataDir, mode: 'inline', logger: (line) => lines.push(line) });
  const client = await MongoClient.connect(server.uri);
  try {
    await run(client);
  } finally {
    await client.close();
    await server.stop();
  }
  return lines;
}

interface Item extends Document {
  _id: string;
}

describe('a killed server', () => {
  it('loses no acknowledged write over three kills with ten writers, with and without j', async () => {
    const acknowledged = new Set<string>();
    for (let round = 0; round < 3; round++) {
      const server = await spawnServer({ dataDir });
      const client = await MongoClient.connect(server.uri, { serverSelectionTimeoutMS: 5000, retryWrites: false });
      const items = client.db('crash').collection<Item>('items');
      const write = async (writer: number): Promise<void> => {
        for (let n = 0; ; n++) {
          const _id = `${round}/${writer}/${n}`;
          await items.insertOne({ _id, n: 0 }, { writeConcern: { w: 1, j: writer === 0 } });
          await items.updateOne({ _id }, { $inc: { n: 1 } });
          acknowledged.add(_id);
        }
      };
      const writers = Array.from({ length: 10 }, (_, writer) => write(writer).catch((error: unknown) => error));
      const goal = acknowledged.size + 300;
      while (acknowledged.size < goal) await new Promise((resolve) => setImmediate(resolve));
      await server.end('SIGKILL');
      // Closing also ends the writers, which would wait for the server to come back.
      await client.close();
      await Promise.all(writers);
      if (round === 1) appendFileSync(logPath(), 'torn by a power cut');
    }
    await withData(async (client) => {
      const found = await client.db('crash').collection<Item>('items').find({ n: 1 }).toArray();
      const ids = new Set(found.map(({ _id }) => _id));
      expect([...acknowledged].filter((id) => !ids.has(id))).toEqual([]);
      expect(acknowledged.size).toBeGreaterThan(900);
    });
  });
});

describe('a reopened folder', () => {
  it('has documents, indexes and drops as they were', async () => {
    await withData(async (client) => {
      const db = client.db('d');
      await db.collection<Item>('a').createIndex({ k: 1 }, { unique: true, partialFilterExpression: { live: true } });
      await db.collection<Item>('a').insertMany([{ _id: '1', k: 1, live: true }, { _id: '2', k: 2 }, { _id: '3' }]);
      await db.collection<Item>('a').deleteOne({ _id: '3' });
      await db.collection<Item>('gone').insertOne({ _id: 'x' });
      await db.collection('gone').drop();
      await db.collection<Item>('again').createIndex({ k: 1 }, { unique: true });
      await db.collection<Item>('again').drop();
      await db.collection<Item>('again').insertMany([
        { _id: '1', k: 1 },
        { _id: '2', k: 1 },
      ]);
    });
    await withData(async (client) => {
      const db = client.db('d');
      expect(await db.collection('a').find().toArray()).toEqual([
        { _id: '1', k: 1, live: true },
        { _id: '2', k: 2 },
      ]);
      await expect(db.collection<Item>('a').insertOne({ _id: '9', k: 1, live: true })).rejects.toMatchObject({
        code: 11000,
      });
      expect((await db.listCollections().toArray()).map(({ name }) => name)).toEqual(['a', 'again']);
      expect((await db.collection('again').indexes()).map(({ name }) => name)).toEqual(['_id_']);
      expect(await db.collection('again').countDocuments({ k: 1 })).toBe(2);
    });
  });

  it('answers a write repeated after the restart with the stored reply', async () => {
    const lsid = new (await import('mongodb')).UUID();
    const send = (client: MongoClient): Promise<Document> => {
      const session = client.startSession();
      Object.assign((session as unknown as { serverSession: object }).serverSession, { id: { id: lsid.toBinary() } });
      const command = {
        findAndModify: 'a',
        query: { _id: 'x' },
        update: { $inc: { n: 1 } },
        upsert: true,
        new: true,
        txnNumber: 5n,
      };
      return client
        .db('d')
        .command(command, { session })
        .finally(() => void session.endSession());
    };
    const replies: Document[] = [];
    // endSessions would rightly forget the reply: a crash does not send it.
    const server = await spawnServer({ dataDir });
    const client = await MongoClient.connect(server.uri);
    replies.push(await send(client));
    await server.end('SIGKILL');
    await client.close();
    await withData(async (reopened) => {
      replies.push(await send(reopened));
    });
    expect(replies.map(({ value }) => value)).toEqual([
      { _id: 'x', n: 1 },
      { _id: 'x', n: 1 },
    ]);
  });

  it('cuts a torn tail off, says so once, and keeps everything before it', async () => {
    await withData(async (client) => void (await client.db('d').collection<Item>('a').insertOne({ _id: '1' })));
    const whole = statSync(logPath()).size;
    await withData(async (client) => void (await client.db('d').collection<Item>('a').insertOne({ _id: '2' })));
    truncateSync(logPath(), statSync(logPath()).size - 3);
    const lines = await withData(async (client) => {
      expect(await client.db('d').collection('a').find().toArray()).toEqual([{ _id: '1' }]);
    });
    expect(lines).toEqual([expect.stringContaining('unfinished write')]);
    expect(statSync(logPath()).size).toBe(whole);
  });

  it('refuses damage in the middle instead of dropping what follows', async () => {
    await withData(async (client) => {
      for (const _id of ['1', '2', '3']) await client.db('d').collection<Item>('a').insertOne({ _id });
    });
    const bytes = readFileSync(logPath());
    bytes[40] = (bytes[40] ?? 0) ^ 0xff;
    writeFileSync(logPath(), bytes);
    await expect(withData(async () => undefined)).rejects.toThrow(/is damaged at byte .* restore the data folder/);
  });

  it('shrinks its log once it is four times what is alive, and loses nothing', async () => {
    await withData(async (client) => {
      const items = client.db('d').collection<Item>('a');
      await items.createIndex({ n: 1 });
      for (let n = 0; n < 30; n++)
        await items.updateOne({ _id: 'big' }, { $set: { n, text: 'x'.repeat(200_000) } }, { upsert: true });
      const deadline = Date.now() + 5000;
      // 6 MB were written; above 4 MiB the log starts anew, whenever the sweep finds it.
      while (statSync(logPath()).size > 4_000_000 && Date.now() < deadline) await items.findOne({ _id: 'big' });
      expect(statSync(logPath()).size).toBeLessThan(3_000_000);
      await items.insertOne({ _id: 'after', n: 100 });
    });
    await withData(async (client) => {
      const found = await client
        .db('d')
        .collection('a')
        .find({}, { projection: { n: 1 } })
        .sort({ n: 1 })
        .toArray();
      expect(found).toEqual([
        { _id: 'big', n: 29 },
        { _id: 'after', n: 100 },
      ]);
    });
  });
});

describe('starting', () => {
  it('refuses a folder another live process uses, and takes over from a dead one', async () => {
    const first = await spawnServer({ dataDir });
    await expect(spawnServer({ dataDir })).rejects.toThrow(/in use by process \d+ .*choose another dataDir/);
    await expect(startEmbeddedMongo({ dataDir, mode: 'inline' })).rejects.toThrow(/in use by process/);
    await first.end('SIGKILL');
    await withData(async (client) => void (await client.db('d').command({ ping: 1 })));
  });

  it('refuses a port in use, a folder it cannot write and a log of another format', async () => {
    const blocker = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => blocker.once('listening', resolve));
    const address = blocker.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    await expect(startEmbeddedMongo({ port, mode: 'inline' })).rejects.toThrow(/EADDRINUSE.*choose another port/);
    await new Promise((resolve) => blocker.close(resolve));
    const file = join(dataDir, 'file');
    writeFileSync(file, '');
    chmodSync(file, 0o400);
    await expect(startEmbeddedMongo({ dataDir: join(file, 'below'), mode: 'inline' })).rejects.toThrow(
      /make it writable/,
    );
    writeFileSync(logPath(), 'something else entirely');
    await expect(startEmbeddedMongo({ dataDir, mode: 'inline' })).rejects.toThrow(/not written by this version/);
  });

  it('refuses production unless told otherwise', async () => {
    await expect(startEmbeddedMongo({ mode: 'inline', nodeEnv: 'production' })).rejects.toThrow(/MONGODB_URI/);
    const server = await startEmbeddedMongo({ mode: 'inline', nodeEnv: 'production', allowProduction: true });
    expect(server.uri).toBe(`mongodb://127.0.0.1:${server.port}/?replicaSet=embedded`);
    await server.stop();
  });
});
