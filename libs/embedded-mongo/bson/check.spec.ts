import {
  Binary,
  BSONRegExp,
  Code,
  Decimal128,
  Double,
  Int32,
  Long,
  MaxKey,
  MinKey,
  ObjectId,
  Timestamp,
  type Document,
} from 'bson';
import fc from 'fast-check';
import { CommandError } from '../errors.js';
import { bytes } from '../testing/bson.js';
import { checkDocument } from './check.js';
import { decodeDocument } from './decode.js';
import { encodeDocument } from './encode.js';

const EVERY_TYPE: Document = {
  double: new Double(1.5),
  string: 'a\u0000é😀',
  long: 'x'.repeat(300),
  document: { a: { b: [] } },
  array: [1, [2, { a: 1 }], 'x'],
  binary: new Binary(Buffer.from('abc'), 4),
  id: new ObjectId(),
  yes: true,
  date: new Date(-8_640_000_000_000_000),
  nothing: null,
  regex: new BSONRegExp('^a.b', 'imx'),
  int: new Int32(-1),
  timestamp: new Timestamp({ t: 1, i: 2 }),
  big: Long.MIN_VALUE,
  min: new MinKey(),
  max: new MaxKey(),
  naïve: 1,
  '': 2,
};

/** A document of one element: its type, the bytes of its name and those of its value. */
function element(type: number, name: number[], value: number[]): Buffer {
  const document = Buffer.from([0, 0, 0, 0, type, ...name, 0, ...value, 0]);
  document.writeInt32LE(document.length, 0);
  return document;
}

/** A document of these names, each with null. */
function named(names: readonly string[]): Buffer {
  const content = Buffer.concat(names.map((name) => Buffer.from(`\n${name}\0`)));
  const document = Buffer.concat([Buffer.alloc(4), content, Buffer.alloc(1)]);
  document.writeInt32LE(document.length, 0);
  return document;
}

function nested(levels: number): Document {
  let deep: Document = {};
  for (let level = 1; level < levels; level++) deep = { a: level % 2 ? deep : [deep.a ?? 1] };
  return deep;
}

const MANY = Array.from({ length: 40 }, (_, n) => `field${n}`);

describe('bytes from outside', () => {
  it('pass with every type this server keeps, and end where the document ends', () => {
    const document = bytes(EVERY_TYPE);
    const message = Buffer.concat([Buffer.from('before'), document, Buffer.from('after')]);
    expect(checkDocument(message, 6)).toBe(6 + document.length);
    expect(encodeDocument(decodeDocument(message, 6))).toEqual(document);
  });

  it.each<[string, Buffer]>([
    ['names of one hash', named(['Aa', 'BB'])],
    ['one name at two levels', bytes({ a: { a: [{ a: 1 }, { a: 2 }] } })],
    ['40 names', named(MANY)],
    ['180 levels', bytes(nested(180))],
  ])('pass with %s', (_title, document) => {
    expect(checkDocument(document)).toBe(document.length);
  });

  it.each<[string, Buffer, number, RegExp]>([
    ['a name twice', named(['a', 'b', 'a']), 2, /a field twice/],
    ['an empty name twice', named(['', '']), 2, /a field twice/],
    ['a name twice among 40', named([...MANY, 'field7']), 2, /a field twice/],
    ['a name twice further in', Buffer.from(element(0x03, [0x61], [...named(['x', 'x'])])), 2, /a field twice/],
    [
      'a name twice in an element',
      Buffer.from(element(0x04, [0x61], [...element(3, [0x30], [...named(['x', 'x'])])])),
      2,
      /twice/,
    ],
    ['a name that is no UTF-8', element(0x0a, [0xff], []), 22, /not UTF-8/],
    ['a short text that is no UTF-8', element(0x02, [0x61], [2, 0, 0, 0, 0xc0, 0]), 22, /not UTF-8/],
    [
      'a long text that is no UTF-8',
      element(0x02, [0x61], [0x2d, 1, 0, 0, ...Array<number>(300).fill(0xff), 0]),
      22,
      /not UTF-8/,
    ],
    ['a text without its end', element(0x02, [0x61], [1, 0, 0, 0, 1]), 22, /without its terminator/],
    ['a text of no bytes', element(0x02, [0x61], [0, 0, 0, 0]), 22, /without its terminator/],
    ['a text that is longer than the message', element(0x02, [0x61], [99, 0, 0, 0, 0]), 22, /ends after its message/],
    ['bytes of a negative length', element(0x05, [0x61], [0xf0, 0xff, 0xff, 0xff, 0]), 22, /ends after its message/],
    ['a boolean of two', element(0x08, [0x61], [2]), 22, /neither true nor false/],
    [
      'a date after the last',
      element(0x09, [0x61], [1, 0x40, 0xcd, 0xd8, 0x85, 0xb2, 0x1e, 0]),
      2,
      /JavaScript cannot hold in field 'a'/,
    ],
    ['an unknown option of a regex', element(0x0b, [0x61], [0x62, 0, 0x7a, 0]), 2, /field 'a'/],
    ['a type that nothing stores', bytes({ a: Decimal128.fromString('1') }), 2, /Decimal128 of field 'a'/],
    ['code', bytes({ a: new Code('x') }), 2, /JavaScript code of field 'a'/],
    ['no such type', element(0x20, [0x61], []), 2, /0x20 of field 'a'/],
    ['182 levels', bytes(nested(183)), 15, /deeper than 180/],
    ['a length of nothing', Buffer.from([4, 0, 0, 0, 0]), 22, /length out of bounds/],
    ['a length beyond the message', Buffer.from([9, 0, 0, 0, 0]), 22, /length out of bounds/],
    ['a length that ends within', Buffer.from([5, 0, 0, 0, 10, 97, 0, 0]), 22, /does not fit/],
  ])('are refused with %s', (_title, document, code, message) => {
    expect(() => checkDocument(document)).toThrow(CommandError);
    expect(() => checkDocument(document)).toThrow(expect.objectContaining({ code }));
    expect(() => checkDocument(document)).toThrow(message);
  });

  it('are refused where they reach into what follows their section', () => {
    const message = Buffer.concat([bytes({ a: 1 }), Buffer.alloc(20)]);
    expect(() => checkDocument(message, 0, 11)).toThrow(/length out of bounds/);
  });

  it('can be read and written again whenever they pass, whatever is damaged in them', () => {
    const whole = bytes(EVERY_TYPE);
    const damage = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 3 });
    let passed = 0;
    fc.assert(
      fc.property(damage, (places) => {
        const damaged = Buffer.from(whole);
        for (const [at, byte] of places) damaged[at] = byte;
        try {
          checkDocument(damaged);
        } catch (error) {
          expect(error).toBeInstanceOf(CommandError);
          return;
        }
        passed++;
        const written = encodeDocument(decodeDocument(damaged));
        expect(checkDocument(written)).toBe(written.length);
        expect(encodeDocument(decodeDocument(written))).toEqual(written);
      }),
      { numRuns: 2000 },
    );
    expect(passed).toBeGreaterThan(200);
  });
});

describe('a document made here', () => {
  it('is refused when it is nested too deeply to be sent', () => {
    const deep = decodeDocument(bytes(nested(180)));
    expect(() => encodeDocument(new Map([['a', deep]]))).not.toThrow();
    expect(() => encodeDocument(decodeDocument(bytes(nested(220))))).toThrow(expect.objectContaining({ code: 15 }));
  });
});
