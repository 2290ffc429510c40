import { CommandError } from '../errors.js';

/** The newest retryable write of one session and the reply it got. */
export interface SessionWrite {
  readonly session: string;
  readonly transaction: bigint;
  readonly reply: Buffer;
  readonly at: number;
}

const LIFETIME_MS = 30 * 60_000;
const SWEEP_AT = 10_000;

/** Replies of retryable writes: a driver that repeats a write after a lost connection gets the first answer. */
export class Sessions {
  private readonly writes: Map<string, SessionWrite>;

  constructor(known: ReadonlyMap<string, SessionWrite> = new Map()) {
    this.writes = new Map(known);
  }

  /** The stored reply, when this very write was done before; an older number is refused. */
  replyTo(session: string, transaction: bigint): Buffer | undefined {
    const last = this.writes.get(session);
    if (!last || last.transaction < transaction) return undefined;
    if (last.transaction === transaction) return last.reply;
    throw new CommandError(
      225,
      `Retryable write with txnNumber ${transaction} is too old: ${last.transaction} was seen`,
    );
  }

  /** Keeps the reply and answers the one it replaces. */
  remember(write: SessionWrite): SessionWrite | undefined {
    const before = this.writes.get(write.session);
    this.writes.set(write.session, write);
    if (this.writes.size > SWEEP_AT) this.forgetBefore(write.at - LIFETIME_MS);
    return before;
  }

  /** Goes back to what a session's newest write was. */
  restore(session: string, before: SessionWrite | undefined): void {
    if (before) this.writes.set(session, before);
    else this.writes.delete(session);
  }

  forget(session: string): void {
    this.writes.delete(session);
  }

  all(): Iterable<SessionWrite> {
    this.forgetBefore(Date.now() - LIFETIME_MS);
    return this.writes.values();
  }

  private forgetBefore(time: number): void {
    for (const [session, { at }] of this.writes) if (at < time) this.writes.delete(session);
  }
}
