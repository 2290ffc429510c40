import { Binary, BSONRegExp, Double, Int32, Long, MaxKey, MinKey, ObjectId, Timestamp } from 'bson';
import { value } from '../testing/bson.js';
import { compareValues, equalValues, invertKey, orderKey } from './order-key.js';

// Each list is in strictly ascending MongoDB order.
const ASCENDING: [string, unknown[]][] = [
  [
    'types',
    [
      new MinKey(),
      null,
      1,
      'a',
      { a: 1 },
      [1],
      new Binary(Buffer.from('a')),
      new ObjectId(),
      false,
      new Date(0),
      new Timestamp({ t: 1, i: 1 }),
      new BSONRegExp('a'),
      new MaxKey(),
    ],
  ],
  ['numbers', [NaN, -Infinity, -1e300, -5, -0.5, 0, 0.5, 1, 2147483648, 1e300, Infinity]],
  [
    'longs around 2^53 and 2^63',
    [
      Long.fromString('9007199254740991'),
      Long.fromString('9007199254740992'),
      Long.fromString('9007199254740993'),
      new Double(9007199254740994),
      Long.fromString('9007199254740995'),
      Long.MAX_VALUE,
      new Double(2 ** 63),
    ],
  ],
  [
    'negative longs',
    [Long.MIN_VALUE, Long.fromString('-9007199254740993'), Long.fromString('-9007199254740992'), new Int32(-1)],
  ],
  ['strings', ['', '\0', '\0a', 'A', 'Z', 'a', 'a\0', 'aa', 'b', 'é', '\uffee', '😀']],
  ['booleans', [false, true]],
  ['dates', [new Date(-1), new Date(0), new Date(1)]],
  ['objects', [{}, { a: 1 }, { a: 1, b: 1 }, { a: 2 }, { b: 0 }, { a: 'x' }]],
  ['arrays', [[], [1], [1, 1], [2], ['a']]],
  ['binaries', [new Binary(Buffer.from('z')), new Binary(Buffer.from('z'), 4), new Binary(Buffer.from('aa'))]],
  [
    'timestamps',
    [new Timestamp({ t: 1, i: 2 }), new Timestamp({ t: 2, i: 1 }), new Timestamp({ t: 4294967295, i: 0 })],
  ],
];

describe('order of values', () => {
  it.each(ASCENDING)('is strict for %s, in both directions', (_title, list) => {
    const values = list.map(value);
    for (const [i, a] of values.entries()) {
      for (const [j, b] of values.entries()) {
        expect({ i, j, order: compareValues(a, b) }).toEqual({ i, j, order: Math.sign(i - j) });
        const turned = invertKey(orderKey(a)) < invertKey(orderKey(b)) ? -1 : 1;
        if (i !== j) expect({ i, j, turned }).toEqual({ i, j, turned: Math.sign(j - i) });
      }
    }
  });

  it.each<[string, unknown, unknown, boolean]>([
    ['int and double of one value', new Int32(5), new Double(5), true],
    ['int and long of one value', new Int32(5), Long.fromNumber(5), true],
    ['0 and -0', new Double(0), new Double(-0), true],
    ['numbers inside documents', { a: new Int32(1) }, { a: Long.fromNumber(1) }, true],
    ['documents with another key order', { a: 1, b: 2 }, { b: 2, a: 1 }, false],
    ['a number and its text', 5, '5', false],
    ['0 and false', 0, false, false],
    ['a long above 2^53 and its double', Long.fromString('9007199254740993'), new Double(9007199254740992), false],
  ])('decides equality of %s', (_title, a, b, equal) => {
    expect(equalValues(value(a), value(b))).toBe(equal);
  });
});
