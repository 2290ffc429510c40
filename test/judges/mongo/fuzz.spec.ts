import { BSON, MongoClient, type Document } from 'mongodb';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { spawnServer } from '../../../libs/embedded-mongo/testing/server-process.js';
import { progress, reportCases, sized } from '../size.js';

const FRAMES = sized(20_000, 600);
const AT_ONCE = 20;

/** A generator with a seed, so that a failure can be repeated. */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 4294967296) * below);
  };
}

const COMMANDS: Document[] = [
  { find: 'c', filter: { a: { $in: [1, 'x', null] } }, sort: { a: 1 }, $db: 'fuzz' },
  { insert: 'c', documents: [{ a: [1, { b: 'text' }], d: new Date(0) }], $db: 'fuzz' },
  { update: 'c', updates: [{ q: { a: 1 }, u: { $set: { 'a.b.c': 1 }, $push: { x: 1 } }, upsert: true }], $db: 'fuzz' },
  { aggregate: 'c', pipeline: [{ $group: { _id: '$a', n: { $sum: 1 } } }], cursor: {}, $db: 'fuzz' },
  { hello: 1, $db: 'admin' },
];

function frame(command: Document, opCode: number): Buffer {
  const body = Buffer.from(BSON.serialize(command));
  const message = Buffer.concat([Buffer.alloc(21), body]);
  message.writeInt32LE(message.length, 0);
  message.writeInt32LE(opCode, 12);
  return message;
}

/** An insert as drivers send many documents: beside the body, each as it will be stored. */
function insertFrame(): Buffer {
  const body = BSON.serialize({ insert: 'c', $db: 'fuzz' });
  const documents = [
    { _id: 1, a: 'text', b: [1, { c: null }] },
    { _id: 2, a: /x/i, d: new Date(0), t: true },
  ];
  const content = Buffer.concat([Buffer.from('documents\0'), ...documents.map((document) => BSON.serialize(document))]);
  const head = Buffer.from([1, 0, 0, 0, 0]);
  head.writeInt32LE(content.length + 4, 1);
  const message = Buffer.concat([Buffer.alloc(21), body, head, content]);
  message.writeInt32LE(message.length, 0);
  message.writeInt32LE(2013, 12);
  return message;
}

/** A frame that is damaged in one of the ways bytes get damaged. */
function damaged(random: (below: number) => number): Buffer {
  const command = COMMANDS[random(COMMANDS.length + 2)];
  const message = command ? frame(command, random(10) === 0 ? random(3000) : 2013) : insertFrame();
  switch (random(7)) {
    case 0: // One to five bytes are others.
      for (let times = random(5) + 1; times > 0; times--) message[16 + random(message.length - 16)] = random(256);
      return message;
    case 1: // Cut short, and says so.
      message.writeInt32LE(Math.max(0, 16 + random(message.length - 16)), 0);
      return message.subarray(0, message.readInt32LE(0));
    case 2: // A length that is a lie.
      message.writeInt32LE([-1, 0, 5, 15, 0x7fffffff, 50_000_000, message.length + 100][random(7)] ?? 0, 0);
      return message;
    case 3: // A BSON length inside that is a lie.
      message.writeInt32LE([-1, 0, 4, 0x7fffffff, message.length][random(5)] ?? 0, 21);
      return message;
    case 4: // Anything at all.
      return Buffer.from(Array.from({ length: 16 + random(200) }, () => random(256)));
    case 5: // Flags and section kinds.
      message.writeUInt32LE(random(0xffffffff), 16);
      message[20] = random(4);
      return message;
    default: {
      // Nested as deep as it goes.
      let deep: Document = {};
      for (let level = 150 + random(100); level > 0; level--) deep = { a: deep };
      return frame({ insert: 'c', documents: [deep], $db: 'fuzz' }, 2013);
    }
  }
}

type Outcome = 'closed' | 'answered' | 'waits';

/** What the server does with the bytes; a server that waits for more is left alone after a moment of silence. */
function send(port: number, bytes: Buffer): Promise<Outcome> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const end = (outcome: Outcome): void => {
      socket.destroy();
      resolve(outcome);
    };
    socket.on('error', () => end('closed'));
    socket.on('close', () => end('closed'));
    socket.on('data', () => end('answered'));
    socket.setTimeout(50, () => end('waits'));
    socket.write(bytes);
  });
}

function residentMegabytes(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}

it(`answers ${FRAMES} malformed messages or closes, stays alive and keeps its memory`, async () => {
  const server = await spawnServer({});
  const client = await MongoClient.connect(server.uri);
  const random = generator(7);
  const port = Number(new URL(server.uri).port);
  const outcomes = { closed: 0, answered: 0, waits: 0 };
  let warm = 0;
  for (let sent = 0; sent < FRAMES; sent += AT_ONCE) {
    const results = await Promise.all(Array.from({ length: AT_ONCE }, () => send(port, damaged(random))));
    for (const outcome of results) outcomes[outcome]++;
    if (sent % 500 === 0) {
      // What a damaged frame managed to insert can be read, and is not a leak.
      await client
        .db('fuzz')
        .collection('c')
        .find({ nothing: { $exists: false } }, { raw: true })
        .toArray();
      await client.db('fuzz').dropDatabase();
      expect(await client.db('fuzz').command({ ping: 1 })).toMatchObject({ ok: 1 });
      if (sent === sized(3000, 0)) warm = residentMegabytes(server.pid);
      if (sent % 5000 === 0)
        progress(`fuzz: ${sent} of ${FRAMES} frames, ${residentMegabytes(server.pid).toFixed(0)} MB`);
    }
  }
  expect(outcomes.closed).toBeGreaterThan(FRAMES / 20);
  expect(outcomes.answered).toBeGreaterThan(FRAMES / 20);
  expect(residentMegabytes(server.pid)).toBeLessThan(warm + 80);
  await client.close();
  await server.end('SIGTERM');
  reportCases(FRAMES, 0);
}, 600_000);
