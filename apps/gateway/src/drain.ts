import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/**
 * Between the signal and the end of listening, milliseconds: whoever was connecting, or writing to a connection that was
 * idle, is still served and learns by `Connection: close` to ask elsewhere.
 */
const GRACE_MS = 300;

/** How often connections that became idle are closed, milliseconds. */
const ROUND_MS = 50;

/** How long requests under way may take, milliseconds. What they began is finished by others when its lease lapses. */
const DEADLINE_MS = 20_000;

/** Lets requests come to their end before anything that they need is taken apart. */
export class Drain {
  private draining = false;
  private readonly sockets = new Set<Socket>();
  /** Those that had said nothing when we last looked. */
  private silent = new Set<Socket>();
  private readonly server: Server;

  /** Made before the server listens. */
  constructor(fastify: FastifyInstance) {
    this.server = fastify.server;
    this.server.on('connection', (socket: Socket) => {
      this.sockets.add(socket);
      socket.once('close', () => this.sockets.delete(socket));
    });
    fastify.addHook('onSend', (_request, reply, _payload, done) => {
      if (this.draining) reply.header('connection', 'close');
      done();
    });
  }

  /** Resolves when the last connection is closed. */
  async drain(): Promise<void> {
    this.draining = true;
    await later(GRACE_MS);
    await this.close();
  }

  /** The same for callers that have no one to be polite to. */
  close(): Promise<void> {
    return new Promise((resolve) => {
      // Always right after everything that had arrived was read: a request must not lie unread in what is closed.
      const rounds = setInterval(() => setImmediate(() => this.closeIdle()), ROUND_MS);
      const deadline = setTimeout(() => this.server.closeAllConnections(), DEADLINE_MS);
      this.server.close(() => {
        clearInterval(rounds);
        clearTimeout(deadline);
        resolve();
      });
    });
  }

  private closeIdle(): void {
    this.server.closeIdleConnections();
    // Node takes a connection on which nothing was ever said for busy. One that was just accepted may have been spoken to.
    const silent = [...this.sockets].filter(({ bytesRead }) => bytesRead === 0);
    for (const socket of silent) if (this.silent.has(socket)) socket.destroy();
    this.silent = new Set(silent);
  }
}

/** After the wait, and after everything that had arrived by then was read. */
function later(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(() => setImmediate(resolve), milliseconds));
}
