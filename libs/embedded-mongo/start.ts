import { Worker } from 'node:worker_threads';
import { runServer, type RunningServer, type ServerSettings } from './wire/server.js';
import type { FromWorker, ToWorker } from './worker-messages.js';

/** How to start the server. */
export interface EmbeddedMongoOptions {
  /** Where to keep the data; without it everything is in memory and gone after `stop`. */
  readonly dataDir?: string;
  /** The port on 127.0.0.1; 0, the default, takes a free one. */
  readonly port?: number;
  /** `worker` (the default) runs in a worker thread, `inline` on the caller's event loop, for tests. */
  readonly mode?: 'worker' | 'inline';
  /** This is a database for development: in production it starts only when told so. */
  readonly allowProduction?: boolean;
  /** Defaults to the environment's NODE_ENV. */
  readonly nodeEnv?: string | undefined;
  /** Gets a line when something deserves one, such as a torn log that was cut. */
  readonly logger?: (line: string) => void;
}

/** A running server; connect with any MongoDB driver through `uri` and name the database yourself. */
export interface EmbeddedMongo {
  readonly uri: string;
  readonly port: number;
  /** Hangs up on all clients, brings the log to the disk and lets go of the folder; asked again it is the same stop. */
  stop(): Promise<void>;
}

/** Starts the embedded MongoDB-compatible server. */
export async function startEmbeddedMongo(options: EmbeddedMongoOptions = {}): Promise<EmbeddedMongo> {
  const nodeEnv = 'nodeEnv' in options ? options.nodeEnv : process.env.NODE_ENV;
  if (nodeEnv === 'production' && options.allowProduction !== true) {
    throw new Error(
      'embedded-mongo is for development and refuses NODE_ENV=production: set MONGODB_URI to a real replica set, ' +
        'or pass allowProduction to run it all the same',
    );
  }
  const settings: ServerSettings = {
    dataDir: options.dataDir,
    port: options.port ?? 0,
    failPoints: nodeEnv !== 'production',
  };
  const say = options.logger ?? ((): void => undefined);
  const server = await (options.mode === 'inline' ? runServer(settings, say) : startWorker(settings, say));
  let stopped: Promise<void> | undefined;
  return { uri: server.uri, port: server.port, stop: () => (stopped ??= server.stop()) };
}

function startWorker(settings: ServerSettings, say: (line: string) => void): Promise<RunningServer> {
  const worker = new Worker(new URL('./worker.js', import.meta.url), { workerData: settings });
  return new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.on('message', (message: FromWorker) => {
      if (message.kind === 'say') say(message.line);
      if (message.kind === 'failed') reject(new Error(message.reason));
      if (message.kind === 'ready') {
        // From now on a crash of the server has no promise to reject: it surfaces as an uncaught exception.
        worker.off('error', reject);
        resolve({ uri: message.uri, port: message.port, stop: () => stopWorker(worker) });
      }
    });
  });
}

/** The worker ends by itself once its server is closed. */
function stopWorker(worker: Worker): Promise<void> {
  return new Promise((resolve) => {
    worker.once('exit', () => resolve());
    worker.postMessage({ kind: 'stop' } satisfies ToWorker);
  });
}
