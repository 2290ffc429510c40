import { connect, createServer, type Socket } from 'node:net';
import type { Db } from 'mongodb';
import type { Cleanup } from '../framework/cleanup.js';
import { Frames, isWrite } from './frames.js';
import { listen, LOOPBACK } from '../framework/listen.js';
import type { Gate, Trap } from './trap.js';

/** Stands between a gateway and its database; answers the address that the gateway is to use. */
export async function startMongoProxy(cleanup: Cleanup, gate: Gate, db: Db, uri: string): Promise<string> {
  const target = await primaryOf(db);
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    client.setNoDelay(true);
    carry(client, connect(target).setNoDelay(true), gate);
    sockets.add(client.on('close', () => sockets.delete(client)));
  });
  const port = await listen(server);
  cleanup.add(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return directTo(uri, port);
}

/** Both ways, whole messages only from the gateway's side. One connection has one request under way at a time. */
function carry(client: Socket, upstream: Socket, gate: Gate): void {
  const frames = new Frames();
  let awaitsAnswer: Trap | null = null;
  const end = (): void => {
    client.destroy();
    upstream.destroy();
  };
  for (const socket of [client, upstream]) socket.on('close', end).on('error', end);
  upstream.on('data', (chunk) => {
    if (awaitsAnswer) awaitsAnswer.spring();
    else client.write(chunk);
  });
  client.on('data', (chunk) => {
    for (const frame of frames.push(chunk)) {
      const held = isWrite(frame) ? gate.meet(frame) : null;
      if (!held || held.moment === 'after') upstream.write(frame);
      if (!held) continue;
      if (held.moment === 'after') {
        awaitsAnswer = held.trap;
        continue;
      }
      if (held.moment === 'during') gate.atTheEnd(() => upstream.write(frame));
      held.trap.spring();
    }
  });
}

/** Writes go to the primary, and it may be elsewhere than the address says. */
async function primaryOf(db: Db): Promise<{ host: string; port: number }> {
  const hello = await db.admin().command({ hello: 1 });
  const [, host, port] = /^(.*):(\d+)$/.exec(String(hello['primary'] ?? hello['me'])) ?? [];
  if (!host || !port) throw new Error('The database does not say where its primary is');
  return { host, port: Number(port) };
}

/** The same database through the proxy: the driver must not go where the database says it is. */
function directTo(uri: string, port: number): string {
  const url = new URL(uri.replace(/^mongodb(\+srv)?:\/\/([^@/]*@)?[^/?]+/, `mongodb://$2${LOOPBACK}:${port}`));
  url.searchParams.delete('replicaSet');
  url.searchParams.set('directConnection', 'true');
  return url.toString();
}
