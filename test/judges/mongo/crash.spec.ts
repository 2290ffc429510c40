import { MongoClient, type Document } from 'mongodb';
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnServer } from '../../../libs/embedded-mongo/testing/server-process.js';
import { progress, reportCases, sized } from '../size.js';

interface Item extends Document {
  _id: string;
  n: number;
}

const KILLS = sized(100, 2);
const WRITERS = 10;
const WRITES_PER_KILL = 150;

let dataDir: string;

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'embedded-mongo-crash-'));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

/** What the server said it has: the least `n` of each document; -1 for one that it deleted. */
type Acknowledged = Map<string, number>;

/** Ten writers until enough is acknowledged; then the process dies as a power switch would have it. */
async function writeAndKill(round: number, acknowledged: Acknowledged): Promise<void> {
  const server = await spawnServer({ dataDir });
  const client = await MongoClient.connect(server.uri, { serverSelectionTimeoutMS: 5000, retryWrites: false });
  const items = client.db('crash').collection<Item>('items');
  if (round === 0) await items.createIndex({ n: 1, _id: 1 }, { unique: true });
  let writes = 0;
  const write = async (writer: number): Promise<void> => {
    for (let count = 0; ; count++) {
      const _id = `${round}/${writer}/${count}`;
      await items.insertOne({ _id, n: 0 }, { writeConcern: { w: 1, j: writer === 0 } });
      acknowledged.set(_id, 0);
      await items.updateOne({ _id }, { $inc: { n: 1 }, $set: { text: 'x'.repeat(count % 200) } });
      acknowledged.set(_id, 1);
      if (count % 5 === 4) {
        // Until the answer is here nobody knows whether it is deleted.
        acknowledged.delete(_id);
        await items.deleteOne({ _id });
        acknowledged.set(_id, -1);
      }
      writes += 3;
    }
  };
  const writers = Array.from({ length: WRITERS }, (_, writer) => write(writer).catch((error: unknown) => error));
  while (writes < WRITES_PER_KILL) await new Promise((resolve) => setImmediate(resolve));
  await server.end('SIGKILL');
  // Closing also ends the writers, which would wait for the server to come back.
  await client.close();
  await Promise.all(writers);
}

/** The acknowledged writes that are not there. */
async function lost(acknowledged: Acknowledged): Promise<string[]> {
  const server = await spawnServer({ dataDir });
  const client = await MongoClient.connect(server.uri);
  const found = await client.db('crash').collection<Item>('items').find().toArray();
  const byIndex = await client
    .db('crash')
    .collection<Item>('items')
    .find({ n: { $gte: 0 } })
    .hint('n_1__id_1')
    .toArray();
  await client.close();
  await server.end('SIGTERM');
  expect(byIndex).toHaveLength(found.length);
  const there = new Map(found.map(({ _id, n }) => [_id, n]));
  return [...acknowledged].filter(([id, n]) => (n < 0 ? there.has(id) : (there.get(id) ?? -1) < n)).map(([id]) => id);
}

it(`loses no acknowledged write in ${KILLS} kills under ${WRITERS} writers, also with a torn tail`, async () => {
  const acknowledged: Acknowledged = new Map();
  for (let round = 0; round < KILLS; round++) {
    await writeAndKill(round, acknowledged);
    // Every third time the last write did not make it to the disk as a whole.
    if (round % 3 === 1)
      appendFileSync(join(dataDir, 'embedded-mongo.log'), Buffer.from([200, 0, 0, 0, 1, 2, 3, 4, 5]));
    if (round % 10 === 9 || round === KILLS - 1) {
      expect(await lost(acknowledged)).toEqual([]);
      progress(`crash: ${round + 1} of ${KILLS} kills, ${acknowledged.size} documents acknowledged, 0 lost`);
    }
  }
  expect(acknowledged.size).toBeGreaterThan((KILLS * WRITES_PER_KILL) / 6);
  reportCases(KILLS, 0);
}, 1_800_000);
