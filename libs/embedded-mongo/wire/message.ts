import { checkDocument } from '../bson/check.js';
import { decodeDocument } from '../bson/decode.js';
import type { Doc } from '../bson/value.js';
import type { Sequences } from '../commands/arguments.js';
import { CommandError } from '../errors.js';
import { crc32c } from './crc32c.js';

const OP_REPLY = 1;
const OP_QUERY = 2004;
const OP_MSG = 2013;
const HEADER_BYTES = 16;
const CHECKSUM_PRESENT = 1;
const MORE_TO_COME = 2;
/** The other 16 bits may be ignored by who does not know them. */
const REQUIRED_FLAGS = 0xffff;
const GREETINGS = new Set(['hello', 'isMaster', 'ismaster']);
const MAX_MESSAGE_BYTES = 48_000_000 + 16 * 1024;

/** Where an answer goes. */
export interface Envelope {
  readonly id: number;
  /** Which envelope the answer needs; `none` for unacknowledged writes. */
  readonly answer: 'message' | 'legacy' | 'none';
}

/** A request as read from the wire. */
export interface Request extends Envelope {
  readonly body: Doc;
  readonly sequences: Sequences;
}

/** The length of the next message, or undefined while it has not arrived. */
export function nextLength(buffer: Buffer): number | undefined {
  if (buffer.length < 4) return undefined;
  const length = buffer.readInt32LE(0);
  if (length < HEADER_BYTES || length > MAX_MESSAGE_BYTES)
    throw new CommandError(2, `invalid message length ${length}`);
  return buffer.length >= length ? length : undefined;
}

/** Where to say that a message could not be read. */
export function envelopeOf(message: Buffer): Envelope {
  const id = message.readInt32LE(4);
  if (message.readInt32LE(12) === OP_QUERY) return { id, answer: 'legacy' };
  const flags =
    message.readInt32LE(12) === OP_MSG && message.length >= HEADER_BYTES + 4 ? message.readUInt32LE(HEADER_BYTES) : 0;
  return { id, answer: answerTo(flags) };
}

/** Who asked for no answer takes one for the answer to its next question. */
function answerTo(flags: number): 'message' | 'none' {
  return flags & MORE_TO_COME ? 'none' : 'message';
}

/** Reads one whole message. */
export function readRequest(message: Buffer): Request {
  const id = message.readInt32LE(4);
  const opCode = message.readInt32LE(12);
  if (opCode === OP_MSG) return readMessage(id, message);
  if (opCode === OP_QUERY) return readLegacyQuery(id, message);
  throw new CommandError(2, `the operation code ${opCode} is not supported by embedded-mongo`);
}

function readMessage(id: number, message: Buffer): Request {
  const flags = message.readUInt32LE(HEADER_BYTES);
  if ((flags & REQUIRED_FLAGS & ~(CHECKSUM_PRESENT | MORE_TO_COME)) !== 0)
    throw new CommandError(240, `Message contains illegal flags value: 0x${flags.toString(16)}`);
  const end = message.length - (flags & CHECKSUM_PRESENT ? 4 : 0);
  if (end < message.length && crc32c(message.subarray(0, end)) !== message.readUInt32LE(end)) {
    throw new CommandError(287, 'OP_MSG checksum does not match contents.');
  }
  let body: Doc | undefined;
  const sequences = new Map<string, Buffer[]>();
  for (let at = HEADER_BYTES + 4; at < end;) {
    const kind = message.readUInt8(at++);
    const length = message.readInt32LE(at);
    if (length < 5 || at + length > end) throw new CommandError(2, 'a section that ends after its message');
    if (kind === 0 && body) throw new CommandError(40430, 'Multiple body sections in message');
    if (kind === 0) body = readDocument(message, at, at + length);
    else if (kind === 1) readSequence(message, at, at + length, sequences);
    else throw new CommandError(40432, `Unknown section kind ${kind}`);
    at += length;
  }
  if (!body) throw new CommandError(40587, 'OP_MSG messages must have a body');
  const twice = [...sequences.keys()].find((name) => body.has(name));
  if (twice !== undefined) throw new CommandError(40433, `Duplicate field between body and document sequence ${twice}`);
  return { id, body, sequences, answer: answerTo(flags) };
}

/** Documents stay bytes until a command asks for them: those of an insert are stored as they came. */
function readSequence(message: Buffer, start: number, end: number, sequences: Map<string, Buffer[]>): void {
  const nameEnd = message.indexOf(0, start + 4);
  if (nameEnd < 0 || nameEnd >= end) throw new CommandError(2, 'a document sequence without a name');
  const name = message.toString('utf8', start + 4, nameEnd);
  if (sequences.has(name)) throw new CommandError(40431, `Duplicate document sequence: ${name}`);
  const documents: Buffer[] = [];
  for (let at = nameEnd + 1, next; at < end; at = next) {
    next = checkDocument(message, at, end);
    documents.push(message.subarray(at, next));
  }
  sequences.set(name, documents);
}

function readDocument(message: Buffer, start: number, end: number): Doc {
  checkDocument(message, start, end);
  return decodeDocument(message, start);
}

/** Drivers say their first hello in the old envelope; nothing else may use it. */
function readLegacyQuery(id: number, message: Buffer): Request {
  const nameStart = HEADER_BYTES + 4;
  const nameEnd = message.indexOf(0, nameStart);
  const name = nameEnd < 0 ? '' : message.toString('utf8', nameStart, nameEnd);
  if (!name.endsWith('.$cmd')) throw new CommandError(352, 'Unsupported OP_QUERY command: only a hello may use it');
  const body = readDocument(message, nameEnd + 9, message.length);
  const command = body.keys().next().value ?? '';
  if (!GREETINGS.has(command)) throw new CommandError(352, `Unsupported OP_QUERY command: ${command}`);
  body.set('$db', name.slice(0, -5));
  return { id, body, sequences: new Map(), answer: 'legacy' };
}

/** The bytes of an answer. */
export function writeReply(request: Envelope, reply: Buffer): Buffer {
  const legacy = request.answer === 'legacy';
  const prefix = Buffer.alloc(HEADER_BYTES + (legacy ? 20 : 5));
  prefix.writeInt32LE(prefix.length + reply.length, 0);
  prefix.writeInt32LE(request.id, 8);
  prefix.writeInt32LE(legacy ? OP_REPLY : OP_MSG, 12);
  if (legacy) {
    prefix.writeInt32LE(8, HEADER_BYTES);
    prefix.writeInt32LE(1, HEADER_BYTES + 16);
  }
  return Buffer.concat([prefix, reply]);
}
