import { bytes } from '../testing/bson.js';
import { crc32c } from './crc32c.js';
import { envelopeOf, readRequest } from './message.js';

const BODY = bytes({ ping: 1, $db: 'admin' });

/** One OP_MSG of these flags and sections. */
function message(flags: number, ...sections: Buffer[]): Buffer {
  const head = Buffer.alloc(20);
  const whole = Buffer.concat([head, ...sections]);
  whole.writeInt32LE(whole.length, 0);
  whole.writeInt32LE(7, 4);
  whole.writeInt32LE(2013, 12);
  whole.writeUInt32LE(flags, 16);
  return whole;
}

function body(document = BODY): Buffer {
  return Buffer.concat([Buffer.from([0]), document]);
}

function sequence(name: string, ...documents: Buffer[]): Buffer {
  const content = Buffer.concat([Buffer.from(`${name}\0`), ...documents]);
  const head = Buffer.alloc(5, 1);
  head.writeInt32LE(content.length + 4, 1);
  return Buffer.concat([head, content]);
}

function withChecksum(whole: Buffer, wrong = 0): Buffer {
  const longer = Buffer.concat([whole, Buffer.alloc(4)]);
  longer.writeInt32LE(longer.length, 0);
  longer.writeUInt32LE((crc32c(longer.subarray(0, -4)) ^ wrong) >>> 0, longer.length - 4);
  return longer;
}

describe('a message', () => {
  it.each<[string, Buffer, 'message' | 'none']>([
    ['with a body', message(0, body()), 'message'],
    ['that wants no answer', message(2, body()), 'none'],
    ['that allows an exhaust cursor', message(1 << 16, body()), 'message'],
    ['with optional flags nobody knows', message(0xfffe0000, body()), 'message'],
    ['with its checksum', withChecksum(message(1, body())), 'message'],
    ['whose documents come before its body', message(0, sequence('documents', bytes({ a: 1 })), body()), 'message'],
  ])('is read %s', (_title, whole, answer) => {
    expect(readRequest(whole)).toMatchObject({ id: 7, answer });
    expect(envelopeOf(whole)).toEqual({ id: 7, answer });
  });

  // src/mongo/rpc/op_msg.cpp
  it.each<[string, Buffer, number]>([
    ['with a required flag nobody knows', message(4, body()), 240],
    ['with a wrong checksum', withChecksum(message(1, body()), 1), 287],
    ['without a body', message(0, sequence('documents', bytes({ a: 1 }))), 40587],
    ['with two bodies', message(0, body(), body()), 40430],
    ['with a section of another kind', message(0, body(), Buffer.concat([Buffer.from([3]), BODY])), 40432],
    ['with one sequence twice', message(0, body(), sequence('d', BODY), sequence('d', BODY)), 40431],
    ['with a sequence that the body names too', message(0, body(), sequence('ping', BODY)), 40433],
  ])('is refused %s', (_title, whole, code) => {
    expect(() => readRequest(whole)).toThrow(expect.objectContaining({ code }));
  });
});
