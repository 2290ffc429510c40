import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { decodeDocument } from '../bson/decode.js';
import type { Doc } from '../bson/value.js';
import { startEmbeddedMongo, type EmbeddedMongo } from '../start.js';
import { bytes, plain } from '../testing/bson.js';

let server: EmbeddedMongo;
let said: string[];
let socket: Socket;
let received: Buffer;

beforeEach(async () => {
  said = [];
  server = await startEmbeddedMongo({ mode: 'inline', logger: (line) => said.push(line) });
  received = Buffer.alloc(0);
  socket = connect(server.port, '127.0.0.1');
  socket.on('data', (chunk) => (received = Buffer.concat([received, chunk])));
  await once(socket, 'connect');
});
afterEach(async () => {
  socket.destroy();
  await server.stop();
});

/** One command as a message with this id. */
function message(id: number, command: object, flags = 0, database = 'd'): Buffer {
  const whole = Buffer.concat([Buffer.alloc(21), bytes({ ...command, $db: database })]);
  whole.writeInt32LE(whole.length, 0);
  whole.writeInt32LE(id, 4);
  whole.writeInt32LE(2013, 12);
  whole.writeUInt32LE(flags, 16);
  return whole;
}

/** The next answers in the order in which they came: to which message, and what. */
async function answers(count: number): Promise<{ to: number; body: Doc }[]> {
  const found: { to: number; body: Doc }[] = [];
  while (found.length < count) {
    const length = received.length >= 4 ? received.readInt32LE(0) : Infinity;
    if (received.length < length) await once(socket, 'data');
    else {
      found.push({ to: received.readInt32LE(8), body: decodeDocument(received, 21) });
      received = received.subarray(length);
    }
  }
  return found;
}

const ids = async (count: number): Promise<number[]> => (await answers(count)).map(({ to }) => to);

describe('a connection', () => {
  it('answers every message, however the bytes are cut, in the order in which they came', async () => {
    const whole = Buffer.concat([1, 2, 3].map((id) => message(id, { ping: 1 })));
    for (let at = 0; at < whole.length; at++) {
      socket.write(whole.subarray(at, at + 1));
      if (at % 10 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    expect(await ids(3)).toEqual([1, 2, 3]);
    socket.write(Buffer.concat([whole, message(4, { ping: 1 })]));
    expect(await ids(4)).toEqual([1, 2, 3, 4]);
  });

  it('keeps that order behind a command that is held back, whether the next ones came with it or after it', async () => {
    const data = { failCommands: ['find'], blockConnection: true, blockTimeMS: 30 };
    const arm = message(1, { configureFailPoint: 'failCommand', mode: { times: 2 }, data }, 0, 'admin');
    socket.write(arm);
    expect(await ids(1)).toEqual([1]);
    socket.write(Buffer.concat([message(2, { find: 'c' }), message(3, { ping: 1 }), message(4, { find: 'c' })]));
    socket.write(message(5, { ping: 1 }));
    await new Promise((resolve) => setImmediate(resolve));
    socket.write(message(6, { ping: 1 }));
    expect(await ids(5)).toEqual([2, 3, 4, 5, 6]);
  });

  it('does not answer what wants no answer, whether it is taken or refused', async () => {
    socket.write(message(1, { insert: 'c', documents: [{ _id: 1 }] }, 2));
    socket.write(message(2, { nonsense: 1 }, 2));
    socket.write(message(3, { count: 'c' }));
    const [only] = await answers(1);
    expect([only?.to, plain(only?.body.get('n') ?? null)]).toEqual([3, 1]);
  });

  it.each([
    ['a length below its header', Buffer.from([15, 0, 0, 0])],
    ['a length above 48 MB', Buffer.from([0xff, 0xff, 0xff, 0x7f])],
    ['a message that ends within its flags', Buffer.from([17, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 221, 7, 0, 0, 0])],
  ])('is closed and told at bytes that make no sense: %s', async (_title, nonsense) => {
    const closed = once(socket, 'close');
    socket.write(Buffer.concat([message(1, { ping: 1 }), nonsense]));
    await closed;
    expect(received.readInt32LE(8)).toBe(1);
    expect(said).toEqual([expect.stringContaining('closing a connection')]);
  });

  it('whose client goes away without a word takes nothing else with it, and is no news', async () => {
    const other = connect(server.port, '127.0.0.1');
    await once(other, 'connect');
    other.write(message(1, { ping: 1 }));
    await once(other, 'data');
    other.resetAndDestroy();
    socket.write(message(2, { ping: 1 }));
    expect(await ids(1)).toEqual([2]);
    expect(said).toEqual([]);
  });
});
