import { createServer, type Server, type Socket } from 'node:net';
import { REPLICA_SET } from '../commands/admin/hello.js';
import { isCode, reasonOf } from '../errors.js';
import { Engine } from '../engine/engine.js';
import { FailPoints } from '../engine/fail-points.js';
import { Scans } from '../engine/scans.js';
import { sweepExpired } from '../engine/ttl.js';
import { openStorage } from '../storage/open-storage.js';
import { Connection } from './connection.js';

const HOST = '127.0.0.1';
const SWEEP_EVERY_MS = 1000;

/** What a running server needs to know; all of it can be sent to a worker thread. */
export interface ServerSettings {
  readonly dataDir: string | undefined;
  /** 0 takes a free one. */
  readonly port: number;
  /** Whether `configureFailPoint` is there. */
  readonly failPoints: boolean;
}

/** A listening server. */
export interface RunningServer {
  readonly uri: string;
  readonly port: number;
  stop(): Promise<void>;
}

/** Opens the storage and listens, on the event loop of the caller. */
export async function runServer(settings: ServerSettings, say: (line: string) => void): Promise<RunningServer> {
  const storage = openStorage(settings.dataDir, say);
  try {
    const failPoints = settings.failPoints ? new FailPoints() : undefined;
    const engine = new Engine(storage.journal, storage.changes, failPoints, new Scans(say));
    return await serveEngine(engine, settings.port, () => storage.close(), say);
  } catch (error) {
    await storage.close();
    throw error;
  }
}

async function serveEngine(
  engine: Engine,
  wantedPort: number,
  closeStorage: () => Promise<void>,
  say: (line: string) => void,
): Promise<RunningServer> {
  const sockets = new Set<Socket>();
  let address = '';
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    new Connection(socket, engine, address, say).open();
  });
  const port = await listen(server, wantedPort);
  address = `${HOST}:${port}`;
  const sweeper = setInterval(() => sweep(engine, say), SWEEP_EVERY_MS);
  return {
    uri: `mongodb://${address}/?replicaSet=${REPLICA_SET}`,
    port,
    stop: async () => {
      clearInterval(sweeper);
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
      await closeStorage();
    },
  };
}

function sweep(engine: Engine, say: (line: string) => void): void {
  const now = Date.now();
  try {
    sweepExpired(engine, now);
    engine.journal.commit();
  } catch (error) {
    // Nothing was removed; the next sweep tries again.
    say(`embedded-mongo: expired documents stay for now: ${reasonOf(error)}`);
  }
  engine.cursors.closeIdle(now);
  engine.compactIfDue();
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(listenError(error, port)));
    server.listen(port, HOST, () => {
      const address = server.address();
      if (address === null || typeof address === 'string') reject(new Error('embedded-mongo listens on no port'));
      else resolve(address.port);
    });
  });
}

function listenError(error: Error, port: number): Error {
  const inUse = isCode(error, 'EADDRINUSE');
  const advice = inUse ? 'stop what uses it, or choose another port (0 takes a free one)' : 'choose another port';
  return new Error(`embedded-mongo cannot listen on ${HOST}:${port} (${error.message}): ${advice}`, { cause: error });
}
