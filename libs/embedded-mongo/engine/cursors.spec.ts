import { Long } from 'bson';
import { encodeDocument } from '../bson/encode.js';
import type { Reply } from '../bson/reply.js';
import { isDoc, type Value } from '../bson/value.js';
import { decodeDocument } from '../bson/decode.js';
import { bytes } from '../testing/bson.js';
import { Cursors, type CursorOptions } from './cursors.js';

const NOW = Date.UTC(2026, 0, 1);
const MINUTE = 60_000;
const MEBIBYTE = 1024 * 1024;

let cursors: Cursors;
beforeEach(() => {
  jest.useFakeTimers({ now: NOW });
  cursors = new Cursors();
});
afterEach(() => jest.useRealTimers());

/** The id and the number of documents of a reply, read as a client does. */
function read(reply: Reply): { id: Long; count: number } {
  const cursor = decodeDocument(encodeDocument(reply)).get('cursor') ?? null;
  if (!isDoc(cursor)) throw new Error('a reply has its cursor');
  const batch: Value | undefined = cursor.get('firstBatch') ?? cursor.get('nextBatch');
  const id = cursor.get('id');
  if (!(id instanceof Long) || !Array.isArray(batch)) throw new Error('a cursor has an id and a batch');
  return { id, count: batch.length };
}

function opened(count: number, options: Partial<CursorOptions> = {}, size = 0): { id: Long; count: number } {
  const documents = Array.from({ length: count }, (_, n) => bytes({ n, text: 'x'.repeat(size) }));
  return read(cursors.firstReply('d.c', documents, { batchSize: undefined, session: undefined, ...options }));
}

function more(id: Long, options: Partial<CursorOptions> = {}): { id: Long; count: number } {
  return read(cursors.nextReply(id, 'd.c', { batchSize: undefined, session: undefined, ...options }));
}

const refused = (code: number): Error => expect.objectContaining({ code });

describe('a cursor', () => {
  it('hands out 101 documents first and all others next, and is closed with the last one', () => {
    const first = opened(300);
    expect(first.count).toBe(101);
    const rest = more(first.id);
    expect([rest.count, rest.id.isZero()]).toEqual([199, true]);
    expect(() => more(first.id)).toThrow(refused(43));
    expect(opened(101).id.isZero()).toBe(true);
  });

  it('is not kept when one batch is all that was asked for', () => {
    expect(opened(300, { batchSize: 2, single: true })).toMatchObject({ count: 2, id: Long.ZERO });
  });

  it('hands out no more than 16 MiB at once, and a document that is larger with its place in the list alone', () => {
    const first = opened(40, { batchSize: 40 }, MEBIBYTE);
    expect(first.count).toBe(15);
    expect(more(first.id).count).toBe(15);
    const large = opened(2, { batchSize: 2 }, 16 * MEBIBYTE);
    expect(large.count).toBe(1);
  });

  it('counts what a list takes beside small documents, so that the reply stays one that a driver takes', () => {
    const documents = Array<Buffer>(40_000).fill(bytes({ text: 'x'.repeat(500) }));
    const reply = cursors.firstReply('d.c', documents, { batchSize: 40_000, session: undefined });
    expect(encodeDocument(reply).length).toBeLessThan(16 * MEBIBYTE + 16 * 1024);
    expect(encodeDocument(reply).length).toBeGreaterThan(15.8 * MEBIBYTE);
  });

  it('is closed ten minutes after it was last read from, unless it was asked to stay', () => {
    const [idle, read1, stays] = [opened(300), opened(300), opened(300, { keepsOpen: true })];
    jest.setSystemTime(NOW + 9 * MINUTE);
    more(read1.id, { batchSize: 1 });
    cursors.closeIdle(NOW + 10 * MINUTE);
    expect(more(idle.id, { batchSize: 1 }).count).toBe(1);
    jest.setSystemTime(NOW + 15 * MINUTE);
    more(idle.id, { batchSize: 1 });
    cursors.closeIdle(NOW + 19 * MINUTE + 1);
    expect(() => more(read1.id)).toThrow(refused(43));
    expect(more(idle.id, { batchSize: 1 }).count).toBe(1);
    expect(more(stays.id, { batchSize: 1 }).count).toBe(1);
  });

  it('goes with its session, and no other one does', () => {
    const [own, other, none] = [opened(300, { session: 'a' }), opened(300, { session: 'b' }), opened(300)];
    cursors.killOf('a');
    expect(() => more(own.id, { session: 'a' })).toThrow(refused(43));
    expect(more(other.id, { session: 'b' }).count).toBe(199);
    expect(more(none.id).count).toBe(199);
  });

  it('is read in its own session alone, and where it was opened', () => {
    const [own, none] = [opened(300, { session: 'a' }), opened(300)];
    expect(() => more(own.id, { session: 'b' })).toThrow(refused(50738));
    expect(() => more(own.id)).toThrow(refused(50737));
    expect(() => more(none.id, { session: 'a' })).toThrow(refused(50736));
    expect(() => cursors.nextReply(none.id, 'd.other', { batchSize: 1, session: undefined })).toThrow(refused(13));
    expect(more(own.id, { session: 'a' }).count).toBe(199);
  });
});
