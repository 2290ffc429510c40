import type { Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { execute, failureReply, faultFor } from '../commands/dispatch.js';
import type { Engine } from '../engine/engine.js';
import type { Fault } from '../engine/fail-points.js';
import { CommandError, isCode, reasonOf } from '../errors.js';
import { MessageStream } from './message-stream.js';
import { envelopeOf, readRequest, writeReply, type Envelope, type Request } from './message.js';

/** What the system says of a client that hung up on an answer. */
const GONE = ['ECONNRESET', 'EPIPE'];

/** Serves one client: runs each of its messages and answers, strictly one after the other. */
export class Connection {
  private readonly messages = new MessageStream();
  /** An answer is on its way. */
  private busy = false;

  constructor(
    private readonly socket: Socket,
    private readonly engine: Engine,
    private readonly address: string,
    private readonly say: (line: string) => void,
  ) {}

  open(): void {
    this.socket.setNoDelay(true);
    // The close event that follows removes the connection. That a client goes away is nothing to speak of.
    this.socket.on('error', (error) => {
      if (!GONE.some((code) => isCode(error, code))) this.tell(`a client connection broke: ${error.message}`);
    });
    this.socket.on('data', (chunk) => {
      this.messages.push(chunk);
      this.serveWaiting();
    });
  }

  private serveWaiting(): void {
    try {
      while (!this.busy && !this.socket.destroyed) {
        const message = this.messages.next();
        if (!message) return;
        const later = this.serve(message);
        if (later) this.wait(later);
      }
    } catch (error) {
      this.close(error);
    }
  }

  private serve(message: Buffer): Promise<void> | undefined {
    const request = this.readOrRefuse(message);
    if (!request) return undefined;
    const fault = faultFor(this.engine, request.body);
    return fault && fault.blockMs > 0 ? this.runLater(request, fault) : this.run(request, fault);
  }

  /** Who hung up meanwhile wants nothing any more; so it is when the server was stopped, and its log is closed. */
  private async runLater(request: Request, fault: Fault): Promise<void> {
    await pause(fault.blockMs);
    if (!this.socket.destroyed) await this.run(request, fault);
  }

  /** Answers at once, or later when the disk has to come first. */
  private run(request: Request, fault: Fault | undefined): Promise<void> | undefined {
    const executed = fault?.closeConnection ? undefined : execute(this.engine, this.address, request, fault);
    if (!executed || executed.close) {
      this.socket.destroy();
      return undefined;
    }
    if (executed.durable) return this.answerWhenSynced(request, executed.reply);
    this.answer(request, executed.reply);
    return undefined;
  }

  private answerWhenSynced(request: Request, reply: Buffer): Promise<void> {
    return this.engine.journal.synced().then(
      () => this.answer(request, reply),
      (error: unknown) => this.answer(request, failureReply(error)),
    );
  }

  /** Holds back what the client sends next, so that answers keep the order of the questions. */
  private wait(later: Promise<void>): void {
    this.busy = true;
    this.socket.pause();
    later.then(
      () => {
        this.busy = false;
        this.socket.resume();
        this.serveWaiting();
      },
      (error: unknown) => this.close(error),
    );
  }

  /** The bytes make no sense from here on: only closing is safe. */
  private close(error: unknown): void {
    this.tell(`closing a connection: ${reasonOf(error)}`);
    this.socket.destroy();
  }

  /** A message whose content is refused, such as a type this server does not store, is answered like a command. */
  private readOrRefuse(message: Buffer): Request | undefined {
    try {
      return readRequest(message);
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      this.answer(envelopeOf(message), failureReply(error));
      return undefined;
    }
  }

  private answer(request: Envelope, reply: Buffer): void {
    if (request.answer !== 'none' && this.socket.writable) this.socket.write(writeReply(request, reply));
  }

  private tell(line: string): void {
    this.say(`embedded-mongo: ${line}`);
  }
}
