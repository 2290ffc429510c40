import { parentPort, workerData } from 'node:worker_threads';
import { reasonOf } from './errors.js';
import { runServer, type ServerSettings } from './wire/server.js';
import type { FromWorker, ToWorker } from './worker-messages.js';

const settings: ServerSettings = workerData;
const port = parentPort;
if (!port) throw new Error('worker.js is started by startEmbeddedMongo, not by itself');
const tell = (message: FromWorker): void => port.postMessage(message);

try {
  const server = await runServer(settings, (line) => tell({ kind: 'say', line }));
  port.on('message', (message: ToWorker) => {
    if (message.kind !== 'stop') return;
    port.close();
    void server.stop();
  });
  tell({ kind: 'ready', uri: server.uri, port: server.port });
} catch (error) {
  tell({ kind: 'failed', reason: reasonOf(error) });
  port.close();
}
