import { Long } from 'bson';
import { crc32 } from 'node:zlib';
import { decodeDocument } from '../bson/decode.js';
import { encodeDocument } from '../bson/encode.js';
import { RawDocument, type Reply } from '../bson/reply.js';
import { isDoc, type Doc, type Value } from '../bson/value.js';
import type { Change } from './change.js';

/** Bytes before the payload of a record: its length and its CRC32. */
export const RECORD_HEADER = 8;

/**
 * One record holds all changes of one command, so a command is in the log as a whole or not at all.
 * The payload is a BSON document that lists the changes, followed by the documents of its puts, in order.
 */
export function encodeRecord(changes: readonly Change[]): Buffer {
  const puts = new Map<string, RawDocument>();
  const described = changes.map((change) =>
    change.kind === 'put' ? describePut(change.namespace, puts) : describe(change),
  );
  const documents = changes.flatMap((change) => (change.kind === 'put' ? [change.bytes] : []));
  const record = Buffer.concat([Buffer.alloc(RECORD_HEADER), encodeDocument({ changes: described }), ...documents]);
  const payload = record.subarray(RECORD_HEADER);
  record.writeUInt32LE(payload.length, 0);
  record.writeUInt32LE(crc32(payload), 4);
  return record;
}

/** How long the record is that begins like this; too short a beginning says no more than that. */
export function recordLength(beginning: Buffer): number {
  return beginning.length < RECORD_HEADER ? RECORD_HEADER : RECORD_HEADER + beginning.readUInt32LE(0);
}

/** The payload of a whole and undamaged record at `offset`, else undefined. */
export function payloadAt(log: Buffer, offset: number): Buffer | undefined {
  const start = offset + RECORD_HEADER;
  if (start > log.length) return undefined;
  const length = log.readUInt32LE(offset);
  if (length < 5 || start + length > log.length) return undefined;
  const payload = log.subarray(start, start + length);
  return crc32(payload) === log.readUInt32LE(offset + 4) ? payload : undefined;
}

/** The changes of a payload. */
export function decodePayload(payload: Buffer): Change[] {
  const head = decodeDocument(payload);
  let at = payload.readInt32LE(0);
  return listOf(head.get('changes')).map((entry) => {
    const kind = text(entry, 'kind');
    if (kind !== 'put') return restore(kind, entry);
    const end = at + payload.readInt32LE(at);
    const bytes = payload.subarray(at, end);
    at = end;
    return { kind, namespace: text(entry, 'ns'), bytes };
  });
}

/** All puts into one collection read the same: a bulk write encodes that once. */
function describePut(namespace: string, known: Map<string, RawDocument>): RawDocument {
  const described = known.get(namespace) ?? new RawDocument(encodeDocument({ kind: 'put', ns: namespace }));
  known.set(namespace, described);
  return described;
}

function describe(change: Exclude<Change, { kind: 'put' }>): Reply {
  switch (change.kind) {
    case 'create':
    case 'drop':
      return { kind: change.kind, ns: change.namespace };
    case 'delete':
      return { kind: change.kind, ns: change.namespace, id: change.id };
    case 'create-index':
      return { kind: change.kind, ns: change.namespace, spec: change.spec };
    case 'drop-index':
      return { kind: change.kind, ns: change.namespace, name: change.name };
    case 'session': {
      const { session, transaction, reply, at } = change.session;
      const txn = Long.fromBigInt(transaction);
      return { kind: change.kind, id: session, txn, reply: new RawDocument(reply), at: new Date(at) };
    }
  }
}

function restore(kind: string, entry: Doc): Change {
  switch (kind) {
    case 'create':
    case 'drop':
      return { kind, namespace: text(entry, 'ns') };
    case 'delete':
      return { kind, namespace: text(entry, 'ns'), id: entry.get('id') ?? null };
    case 'create-index':
      return { kind, namespace: text(entry, 'ns'), spec: document(entry, 'spec') };
    case 'drop-index':
      return { kind, namespace: text(entry, 'ns'), name: text(entry, 'name') };
    case 'session':
      return { kind, session: restoreSession(entry) };
    default:
      throw new Error(`the log holds a change this version does not know: ${kind}`);
  }
}

function restoreSession(entry: Doc): Extract<Change, { kind: 'session' }>['session'] {
  const txn = entry.get('txn');
  const at = entry.get('at');
  if (!(txn instanceof Long) || !(at instanceof Date)) throw new Error('the log holds a session without its number');
  const reply = encodeDocument(document(entry, 'reply'));
  return { session: text(entry, 'id'), transaction: txn.toBigInt(), reply, at: at.getTime() };
}

function listOf(value: Value | undefined): Doc[] {
  if (!Array.isArray(value) || !value.every(isDoc)) throw new Error('the log holds a record without its changes');
  return value;
}

function text(entry: Doc, name: string): string {
  const value = entry.get(name);
  if (typeof value !== 'string') throw new Error(`the log holds a change without '${name}'`);
  return value;
}

function document(entry: Doc, name: string): Doc {
  const value = entry.get(name);
  if (!isDoc(value)) throw new Error(`the log holds a change without '${name}'`);
  return value;
}
