import { once } from 'node:events';
import { connect } from 'node:net';
import { BSON } from 'mongodb';
import { runServer, type RunningServer } from './server.js';

const OP_MSG = 2013;

function hello(): Buffer {
  const body = BSON.serialize({ hello: 1, $db: 'admin' });
  const message = Buffer.concat([Buffer.alloc(21), body]);
  message.writeInt32LE(message.length, 0);
  message.writeInt32LE(OP_MSG, 12);
  return message;
}

describe('a client', () => {
  let server: RunningServer;
  const said: string[] = [];

  beforeAll(async () => {
    server = await runServer({ dataDir: undefined, port: 0, failPoints: false }, (line) => said.push(line));
  });
  beforeEach(() => said.splice(0));
  afterAll(() => server.stop());

  async function client() {
    const socket = connect(server.port, '127.0.0.1');
    await once(socket, 'connect');
    return socket;
  }

  it('that goes away in whatever manner is no news', async () => {
    const rude = await client();
    rude.write(hello());
    await once(rude, 'data');
    rude.resetAndDestroy();
    const polite = await client();
    polite.end();
    await once(polite, 'close');
    expect(said).toEqual([]);
  });

  it('that sends what is no message is told about, and its connection closed', async () => {
    const socket = await client();
    socket.write(Buffer.alloc(16));
    await once(socket, 'close');
    expect(said).toEqual(['embedded-mongo: closing a connection: invalid message length 0']);
  });
});
