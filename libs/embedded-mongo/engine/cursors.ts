import { Long } from 'bson';
import { encodeDocument } from '../bson/encode.js';
import { RawDocument, type Reply } from '../bson/reply.js';
import type { Doc } from '../bson/value.js';
import { CommandError } from '../errors.js';

/** One result document: stored bytes as they are, or a computed document. */
export type ResultDocument = Buffer | Doc;

/** How a result is handed out. */
export interface CursorOptions {
  readonly batchSize: number | undefined;
  readonly session: string | undefined;
  /** The first batch is all there will be. */
  readonly single?: boolean;
  /** Asked not to time out. */
  readonly keepsOpen?: boolean;
}

const FIRST_BATCH = 101;
/** What an element of a list takes beside its value: its type and its number as text. */
const ELEMENT_BYTES = 10;
const MAX_BATCH_BYTES = 16 * 1024 * 1024;
const IDLE_MS = 10 * 60_000;

interface Cursor {
  readonly namespace: string;
  /** Whose it is: a session that ends takes its cursors with it. */
  readonly session: string | undefined;
  readonly keepsOpen: boolean;
  readonly documents: readonly ResultDocument[];
  at: number;
  usedAt: number;
}

/** Open cursors. Each one is a snapshot: the result was complete when the first batch was answered. */
export class Cursors {
  private readonly open = new Map<string, Cursor>();
  private nextId = Long.fromNumber(Date.now()).shiftLeft(16);

  /** The `cursor` part of a first reply; a cursor stays open only when something is left. */
  firstReply(namespace: string, documents: readonly ResultDocument[], options: CursorOptions): Reply {
    const { batchSize, session, single = false, keepsOpen = false } = options;
    const cursor: Cursor = { namespace, documents, session, keepsOpen, at: 0, usedAt: Date.now() };
    const firstBatch = takeBatch(cursor, batchSize ?? FIRST_BATCH);
    const done = single || cursor.at >= documents.length;
    return { cursor: { firstBatch, id: done ? Long.ZERO : this.keep(cursor), ns: namespace } };
  }

  nextReply(id: Long, namespace: string, { batchSize, session }: CursorOptions): Reply {
    const cursor = this.open.get(id.toString());
    if (!cursor) throw new CommandError(43, `cursor id ${id.toString()} not found`);
    if (cursor.namespace !== namespace) {
      throw new CommandError(
        13,
        `Requested getMore on namespace '${namespace}', but cursor belongs to a different namespace ${cursor.namespace}`,
      );
    }
    refuseOtherSession(id, cursor.session, session);
    const nextBatch = takeBatch(cursor, batchSize ? batchSize : Infinity);
    cursor.usedAt = Date.now();
    const done = cursor.at >= cursor.documents.length;
    if (done) this.open.delete(id.toString());
    return { cursor: { nextBatch, id: done ? Long.ZERO : id, ns: namespace } };
  }

  kill(id: Long): boolean {
    return this.open.delete(id.toString());
  }

  /** Closes what a session left open. */
  killOf(session: string): void {
    for (const [id, cursor] of this.open) if (cursor.session === session) this.open.delete(id);
  }

  /** Closes cursors nobody has read from for ten minutes. */
  closeIdle(now: number): void {
    for (const [id, { usedAt, keepsOpen }] of this.open) {
      if (!keepsOpen && now - usedAt > IDLE_MS) this.open.delete(id);
    }
  }

  private keep(cursor: Cursor): Long {
    this.nextId = this.nextId.add(1);
    this.open.set(this.nextId.toString(), cursor);
    return this.nextId;
  }
}

/** A session's cursor is read in that session alone: it ends with it. */
function refuseOtherSession(id: Long, own: string | undefined, session: string | undefined): void {
  if (own === session) return;
  const how = own === undefined ? 'was not created in a session' : 'was created in another session';
  const code = own === undefined ? 50736 : session === undefined ? 50737 : 50738;
  throw new CommandError(code, `Cannot run getMore on cursor ${id.toString()}, which ${how}`);
}

function takeBatch(cursor: Cursor, size: number): RawDocument[] {
  const batch: RawDocument[] = [];
  let bytes = 0;
  while (batch.length < size && cursor.at < cursor.documents.length) {
    const next = cursor.documents[cursor.at];
    const raw = next instanceof Map ? encodeDocument(next) : next;
    if (raw === undefined || (batch.length > 0 && bytes + raw.length > MAX_BATCH_BYTES)) break;
    bytes += raw.length + ELEMENT_BYTES;
    batch.push(new RawDocument(raw));
    cursor.at++;
  }
  return batch;
}
