import { Binary, BSONRegExp, Double, Int32, Long, MaxKey, MinKey, ObjectId, Timestamp } from 'bson';
import fc, { type Arbitrary } from 'fast-check';
import type { Doc, Value } from '../../../../libs/embedded-mongo/bson/value.js';

const NAMES = ['a', 'b', 'c', '0', '1'];

/** Few values of every type, so that equal and nearly equal ones meet. */
export const scalar: Arbitrary<Value> = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: -2, max: 5 }).map((n): Value => new Int32(n)) },
  {
    weight: 3,
    arbitrary: fc
      .constantFrom(-0, 0, 0.5, 1, 2, 2.5, -1, NaN, Infinity, -Infinity, 2 ** 53, 2 ** 63, 1e300)
      .map((n): Value => new Double(n)),
  },
  {
    weight: 3,
    arbitrary: fc
      .constantFrom(
        '0',
        '1',
        '2',
        '9007199254740993',
        '9007199254740992',
        '9223372036854775807',
        '-9223372036854775808',
      )
      .map((n): Value => Long.fromString(n)),
  },
  { weight: 4, arbitrary: fc.constantFrom<Value>('', 'a', 'ab', 'b', 'A', 'é', '😀', '\uffee', 'a\0') },
  { weight: 2, arbitrary: fc.constantFrom<Value>(null, true, false) },
  {
    weight: 2,
    arbitrary: fc.constantFrom<Value>(
      new Date(0),
      new Date(5),
      new Date(-5),
      new ObjectId('0102030405060708090a0b0c'),
      new ObjectId('ff02030405060708090a0b0c'),
      new Binary(Buffer.from('a')),
      new Binary(Buffer.from('ab')),
      new Binary(Buffer.from('a'), 4),
      new Timestamp({ t: 1, i: 2 }),
      new Timestamp({ t: 4294967295, i: 0 }),
      new MinKey(),
      new MaxKey(),
      new BSONRegExp('^a'),
      new BSONRegExp('a', 'i'),
    ),
  },
);

export const { value, doc } = fc.letrec<{ value: Value; doc: Doc; array: Value[] }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    { weight: 4, arbitrary: scalar },
    { weight: 2, arbitrary: tie('array') },
    { weight: 2, arbitrary: tie('doc') },
  ),
  array: fc.array(tie('value'), { maxLength: 3 }),
  doc: fc
    .uniqueArray(fc.tuple(fc.constantFrom(...NAMES), tie('value')), { maxLength: 3, selector: ([name]) => name })
    .map((entries): Doc => new Map(entries)),
}));

/** A path that often leads somewhere. */
export const path: Arbitrary<string> = fc
  .array(fc.constantFrom(...NAMES), { minLength: 1, maxLength: 3 })
  .map((parts) => parts.join('.'));

/** A document from its fields, for filters and updates. */
export function record(...entries: [string, Value][]): Doc {
  return new Map(entries);
}
