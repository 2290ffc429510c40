import { once } from 'node:events';
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { MongoClient, type Document } from 'mongodb';
import { startEmbeddedMongo } from './index.js';
import { spawnServer } from './testing/server-process.js';

const fs = jest.requireActual<typeof import('node:fs')>('node:fs');
let dataDir: string;
const logPath = (): string => join(dataDir, 'embedded-mongo.log');
const lockPath = (): string => join(dataDir, 'embedded-mongo.lock');

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'embedded-mongo-start-'));
});
afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
  rmSync(dataDir, { recursive: true, force: true });
});

/** Starts, runs the check and stops. */
async function served(run: (client: MongoClient) => Promise<void> = async () => undefined): Promise<void> {
  const server = await startEmbeddedMongo({ dataDir, mode: 'inline' });
  const client = await MongoClient.connect(server.uri);
  try {
    await run(client);
  } finally {
    await client.close();
    await server.stop();
  }
}

describe('a server', () => {
  it('listens on 127.0.0.1 alone', async () => {
    const server = await startEmbeddedMongo({ mode: 'inline' });
    const reached = (host: string): Promise<boolean> =>
      new Promise((resolve) => {
        const socket = connect(server.port, host, () => resolve(true)).setTimeout(2000, () => resolve(false));
        socket.on('error', () => resolve(false));
        socket.once('connect', () => socket.destroy());
      });
    expect([await reached('127.0.0.1'), await reached('127.0.0.2'), await reached('::1')]).toEqual([
      true,
      false,
      false,
    ]);
    await server.stop();
  });

  it('takes the environment for what it is when nobody says otherwise', async () => {
    const before = process.env.NODE_ENV;
    process.env.NODE_ENV = 'production';
    try {
      await expect(startEmbeddedMongo({ mode: 'inline' })).rejects.toThrow(/refuses NODE_ENV=production/);
    } finally {
      process.env.NODE_ENV = before;
    }
  });

  it('knows no faults on demand in production', async () => {
    const server = await startEmbeddedMongo({ mode: 'inline', nodeEnv: 'production', allowProduction: true });
    const client = await MongoClient.connect(server.uri);
    const command = {
      configureFailPoint: 'failCommand',
      mode: 'alwaysOn',
      data: { failCommands: ['ping'], errorCode: 1 },
    };
    await expect(client.db('admin').command(command)).rejects.toMatchObject({ code: 59 });
    await client.db('admin').command({ ping: 1 });
    await client.close();
    await server.stop();
  });

  it('in its thread tells the log of its owner what deserves a line', async () => {
    await served();
    appendFileSync(logPath(), 'torn by a power cut');
    const server = await spawnServer({ dataDir });
    expect(server.said()).toMatch(/cut 19 bytes of an unfinished write/);
    await server.end('SIGTERM');
    expect(existsSync(lockPath())).toBe(false);
  });
});

describe('a stopped server', () => {
  it('has hung up on its clients, and nothing of it goes on', async () => {
    jest.useFakeTimers({
      doNotFake: ['setImmediate', 'nextTick', 'setTimeout', 'queueMicrotask', 'Date', 'performance'],
    });
    const server = await startEmbeddedMongo({ dataDir, mode: 'inline' });
    expect(jest.getTimerCount()).toBe(1);
    const socket = connect(server.port, '127.0.0.1');
    await once(socket, 'connect');
    const closed = once(socket, 'close');
    await server.stop();
    await closed;
    expect(jest.getTimerCount()).toBe(0);
    expect(existsSync(lockPath())).toBe(false);
  });

  it('can be stopped again', async () => {
    const server = await startEmbeddedMongo({ dataDir, mode: 'inline' });
    await Promise.all([server.stop(), server.stop()]);
    await server.stop();
    await served();
  });

  it('no longer runs the command that a fault was holding back', async () => {
    const blockTimeMS = 50;
    const server = await startEmbeddedMongo({ dataDir, mode: 'inline' });
    const client = await MongoClient.connect(server.uri, { retryWrites: false });
    const admin = client.db('admin');
    const struck = async (): Promise<number> =>
      (await admin.command({ configureFailPoint: 'onPrimaryTransactionalWrite', mode: 'off' })).count;
    const data: Document = { failCommands: ['insert'], blockConnection: true, blockTimeMS };
    await admin.command({ configureFailPoint: 'failCommand', mode: { times: 1 }, data });
    const insert = client
      .db('d')
      .collection('c')
      .insertOne({})
      .catch((error: unknown) => error);
    while ((await struck()) === 0);
    await server.stop();
    const write = jest.spyOn(fs, 'writeSync');
    // Started later than the one that holds the command back, and as long.
    await pause(blockTimeMS);
    expect(write).not.toHaveBeenCalled();
    await client.close();
    expect(await insert).toBeInstanceOf(Error);
  });
});

describe('a folder whose opening failed', () => {
  it('is free for the next one, who opens it once it is mended', async () => {
    await served(async (client) => {
      for (let n = 0; n < 3; n++) await client.db('d').collection('c').insertOne({ n });
    });
    const whole = readFileSync(logPath());
    const damaged = Buffer.from(whole);
    damaged[40] = (damaged[40] ?? 0) ^ 0xff;
    for (const [content, message] of [
      [damaged, /is damaged at byte/],
      [Buffer.from('of another format'), /not written by this version/],
    ] as const) {
      writeFileSync(logPath(), content);
      await expect(startEmbeddedMongo({ dataDir, mode: 'inline' })).rejects.toThrow(message);
      expect(existsSync(lockPath())).toBe(false);
      expect(readFileSync(logPath())).toEqual(content);
    }
    writeFileSync(logPath(), whole);
    await served(async (client) => expect(await client.db('d').collection('c').countDocuments()).toBe(3));
  });
});

describe('the lock of a folder', () => {
  it('that a dead process left is no obstacle, even when its number has come to another process', async () => {
    for (const left of [`${process.ppid} 1`, '999999999 5', '', 'no number']) {
      writeFileSync(lockPath(), left);
      await served();
      expect(existsSync(lockPath())).toBe(false);
    }
  });

  it("is one also when it is another user's process", async () => {
    const first = await startEmbeddedMongo({ dataDir, mode: 'inline' });
    jest.spyOn(process, 'kill').mockImplementation(() => {
      throw Object.assign(new Error('kill EPERM'), { code: 'EPERM' });
    });
    await expect(startEmbeddedMongo({ dataDir, mode: 'inline' })).rejects.toThrow(/in use by process/);
    expect(existsSync(lockPath())).toBe(true);
    await first.stop();
  });
});
