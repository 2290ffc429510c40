import { bytes } from '../testing/bson.js';
import { crc32c } from './crc32c.js';
import { envelopeOf, nextLength, readRequest, writeReply } from './message.js';

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

function ofLength(length: number): Buffer {
  const beginning = Buffer.alloc(16);
  beginning.writeInt32LE(length, 0);
  return beginning;
}

describe('a message is cut out of the bytes', () => {
  it('once all of it is there', () => {
    const whole = message(0, body());
    expect(nextLength(whole.subarray(0, 3))).toBeUndefined();
    expect(nextLength(whole.subarray(0, -1))).toBeUndefined();
    expect(nextLength(whole)).toBe(whole.length);
    expect(nextLength(Buffer.concat([whole, whole]))).toBe(whole.length);
  });

  it('of 16 bytes to 48 MB and what stands around a batch of that; any other length is refused before it is waited for', () => {
    expect(nextLength(ofLength(16))).toBe(16);
    expect(nextLength(ofLength(48_016_384))).toBeUndefined();
    for (const length of [-1, 0, 15, 48_016_385, 0x7fffffff]) {
      expect(() => nextLength(ofLength(length))).toThrow(expect.objectContaining({ code: 2 }));
    }
  });
});

describe('a section', () => {
  const badLength = (at: number, length: number): Buffer => {
    const whole = message(0, body(), sequence('documents', BODY));
    whole.writeInt32LE(length, at);
    return whole;
  };

  it.each([
    ['a body that ends after its message', badLength(21, 10_000)],
    ['a body shorter than its own length', badLength(21, 4)],
    ['a sequence that ends after its message', badLength(22 + BODY.length, 10_000)],
    ['a sequence whose name ends in the next section', message(0, Buffer.from([1, 6, 0, 0, 0, 0x64, 0x64]), body())],
    ['a sequence without an end of its name', message(0, body(), Buffer.from([1, 6, 0, 0, 0, 0x64, 0x64]))],
    ['a document that ends after its sequence', message(0, sequence('documents', BODY.subarray(0, -1)), body())],
    ['a document that is no BSON in a sequence', message(0, sequence('d', Buffer.from([6, 0, 0, 0, 99, 0])), body())],
    ['a body that is no BSON', message(0, body(Buffer.from([6, 0, 0, 0, 99, 0])))],
  ])('is refused, and that is answered: %s', (_title, whole) => {
    expect(() => readRequest(whole)).toThrow(expect.objectContaining({ code: expect.any(Number) }));
  });
});

describe('the legacy envelope', () => {
  const query = (namespace: string, document: Buffer): Buffer => {
    const whole = Buffer.concat([Buffer.alloc(20), Buffer.from(`${namespace}\0`), Buffer.alloc(8), document]);
    whole.writeInt32LE(whole.length, 0);
    whole.writeInt32LE(9, 4);
    whole.writeInt32LE(2004, 12);
    return whole;
  };

  it('takes a hello, and is answered in kind', () => {
    const request = readRequest(query('admin.$cmd', bytes({ isMaster: 1 })));
    expect(request).toMatchObject({ id: 9, answer: 'legacy' });
    expect(request.body.get('$db')).toBe('admin');
    const reply = writeReply(request, BODY);
    expect(reply.length).toBe(36 + BODY.length);
    // Length, to which message, OP_REPLY; then what a driver checks: await capable, no cursor, from 0, one document.
    expect([0, 8, 12, 16, 20, 24, 28, 32].map((at) => reply.readInt32LE(at))).toEqual([
      reply.length,
      9,
      1,
      8,
      0,
      0,
      0,
      1,
    ]);
    expect(reply.subarray(36)).toEqual(BODY);
  });

  it('takes nothing else, and says so in kind', () => {
    const others = [query('admin.$cmd', bytes({ ping: 1 })), query('d.things', bytes({ isMaster: 1 }))];
    for (const other of others) {
      expect(() => readRequest(other)).toThrow(expect.objectContaining({ code: 352 }));
      expect(envelopeOf(other)).toEqual({ id: 9, answer: 'legacy' });
    }
  });

  it('is not that of a message: its answer names the question', () => {
    const reply = writeReply({ id: 7, answer: 'message' }, BODY);
    expect([0, 8, 12, 16].map((at) => reply.readInt32LE(at))).toEqual([21 + BODY.length, 7, 2013, 0]);
    expect(reply.readUInt8(20)).toBe(0);
    expect(reply.subarray(21)).toEqual(BODY);
  });

  it('or any other of a message too short for its flags is answered, not run', () => {
    const short = ofLength(16);
    short.writeInt32LE(2013, 12);
    expect(envelopeOf(short)).toEqual({ id: 0, answer: 'message' });
    expect(() => readRequest(short)).toThrow();
  });
});
