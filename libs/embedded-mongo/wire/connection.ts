import type { Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { execute, failureReply, faultFor, type Executed } from '../commands/dispatch.js';
import type { Engine } from '../engine/engine.js';
import type { Fault } from '../engine/fail-points.js';
import { CommandError, isCode, reasonOf } from '../errors.js';
import { envelopeOf, nextLength, readRequest, writeReply, type Envelope, type Request } from './message.js';

/** What the system says of a client that hung up on an answer. */
const GONE = ['ECONNRESET', 'EPIPE'];

/** Serves one client: cuts its bytes into messages, runs each one and answers, strictly one after the other. */
export function serveConnection(socket: Socket, engine: Engine, address: string, say: (line: string) => void): void {
  let waiting: Buffer[] = [];
  let size = 0;
  let needed = 4;
  let busy = false;
  socket.setNoDelay(true);
  // The close event that follows removes the connection. That a client goes away is nothing to speak of.
  socket.on('error', (error) => {
    if (!GONE.some((code) => isCode(error, code))) say(`embedded-mongo: a client connection broke: ${error.message}`);
  });
  socket.on('data', (chunk) => {
    waiting.push(chunk);
    size += chunk.length;
    if (!busy && size >= needed) serveWaiting();
  });

  function serveWaiting(): void {
    try {
      let rest = Buffer.concat(waiting, size);
      for (let length = nextLength(rest); length !== undefined && !busy; length = nextLength(rest)) {
        serve(rest.subarray(0, length));
        rest = rest.subarray(length);
      }
      waiting = rest.length > 0 ? [rest] : [];
      size = rest.length;
      needed = size >= 4 ? rest.readInt32LE(0) : 4;
    } catch (error) {
      close(error);
    }
  }

  function serve(message: Buffer): void {
    const request = readOrRefuse(message);
    if (!request) return;
    const fault = faultFor(engine, request.body);
    if (fault && fault.blockMs > 0) wait(pause(fault.blockMs).then(() => runUnlessGone(request, fault)));
    else {
      const later = run(request, fault);
      if (later) wait(later);
    }
  }

  /** Who hung up meanwhile wants nothing any more; so it is when the server was stopped, and its log is closed. */
  function runUnlessGone(request: Request, fault: Fault): Promise<void> | undefined {
    return socket.destroyed ? undefined : run(request, fault);
  }

  /** Answers at once, or later when the disk has to come first. */
  function run(request: Request, fault: Fault | undefined): Promise<void> | undefined {
    const executed: Executed | undefined = fault?.closeConnection
      ? undefined
      : execute(engine, address, request, fault);
    if (!executed || executed.close) {
      socket.destroy();
      return undefined;
    }
    if (!executed.durable) {
      answer(request, executed.reply);
      return undefined;
    }
    return engine.journal.synced().then(
      () => answer(request, executed.reply),
      (error: unknown) => answer(request, failureReply(error)),
    );
  }

  /** Holds back what the client sends next, so that answers keep the order of the questions. */
  function wait(later: Promise<void>): void {
    busy = true;
    socket.pause();
    later.then(
      () => {
        busy = false;
        socket.resume();
        if (size >= needed && !socket.destroyed) serveWaiting();
      },
      (error: unknown) => close(error),
    );
  }

  /** The bytes make no sense from here on: only closing is safe. */
  function close(error: unknown): void {
    say(`embedded-mongo: closing a connection: ${reasonOf(error)}`);
    socket.destroy();
  }

  /** A message whose content is refused, such as a type this server does not store, is answered like a command. */
  function readOrRefuse(message: Buffer): Request | undefined {
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
