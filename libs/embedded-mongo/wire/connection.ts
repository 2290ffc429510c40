import type { Socket } from 'node:net';
import { execute, failureReply } from '../commands/dispatch.js';
import type { Engine } from '../engine/engine.js';
import { CommandError, reasonOf } from '../errors.js';
import { envelopeOf, nextLength, readRequest, writeReply, type Envelope } from './message.js';

/** Serves one client: cuts its bytes into messages, runs each one and answers. */
export function serveConnection(socket: Socket, engine: Engine, address: string, say: (line: string) => void): void {
  let waiting: Buffer[] = [];
  let size = 0;
  let needed = 4;
  socket.setNoDelay(true);
  // The client went away; the close event that follows removes the connection.
  socket.on('error', (error) => say(`embedded-mongo: a client connection broke: ${error.message}`));
  socket.on('data', (chunk) => {
    waiting.push(chunk);
    size += chunk.length;
    if (size < needed) return;
    try {
      const rest = serveWhole(Buffer.concat(waiting, size));
      waiting = [rest];
      size = rest.length;
      needed = size >= 4 ? rest.readInt32LE(0) : 4;
    } catch (error) {
      // The bytes make no sense from here on: only closing is safe.
      say(`embedded-mongo: closing a connection: ${reasonOf(error)}`);
      socket.destroy();
    }
  });

  function serveWhole(buffer: Buffer): Buffer {
    let rest = buffer;
    for (let length = nextLength(rest); length !== undefined; length = nextLength(rest)) {
      serve(rest.subarray(0, length));
      rest = rest.subarray(length);
    }
    return rest;
  }

  function serve(message: Buffer): void {
    const request = readOrRefuse(message);
    if (!request) return;
    const { reply, durable } = execute(engine, address, request.body);
    if (!durable) {
      answer(request, reply);
      return;
    }
    engine.journal.synced().then(
      () => answer(request, reply),
      (error: unknown) => answer(request, failureReply(error)),
    );
  }

  /** A message whose content is refused, such as a type this server does not store, is answered like a command. */
  function readOrRefuse(message: Buffer): ReturnType<typeof readRequest> | undefined {
    try {
      return readRequest(message);
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      answer(envelopeOf(message), failureReply(error));
      return undefined;
    }
  }

  function answer(request: Envelope, reply: Buffer): void {
    if (request.answer !== 'none' && socket.writable) socket.write(writeReply(request, reply));
  }
}
