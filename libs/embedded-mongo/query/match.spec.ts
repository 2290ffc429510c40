import { BSONRegExp, Double, Long, MinKey, ObjectId } from 'bson';
import { doc } from '../testing/bson.js';
import { compileFilter } from './match.js';

const id = new ObjectId();

// [filter, documents that match, documents that do not]
const TABLE: [string, object, object[], object[]][] = [
  ['equality', { a: 1 }, [{ a: 1 }, { a: new Double(1) }, { a: [2, 1] }], [{ a: '1' }, { a: true }, {}, { a: [[1]] }]],
  ['equality with an array', { a: [1, 2] }, [{ a: [1, 2] }, { a: [[1, 2], 3] }], [{ a: [2, 1] }, { a: 1 }]],
  ['null', { a: null }, [{}, { a: null }, { a: [null] }], [{ a: 0 }, { a: [] }, { a: [1] }]],
  [
    'null below a path',
    { 'a.b': null },
    [{}, { a: 1 }, { a: {} }, { a: [{ b: 1 }, {}] }],
    [{ a: { b: 1 } }, { a: [{ b: 1 }] }],
  ],
  ['$ne', { a: { $ne: 1 } }, [{}, { a: 2 }, { a: [2] }], [{ a: 1 }, { a: [1, 2] }]],
  [
    '$gt on numbers',
    { a: { $gt: 1 } },
    [{ a: 2 }, { a: Long.fromNumber(5) }, { a: [0, 9] }],
    [{ a: 1 }, { a: 'z' }, { a: NaN }, {}],
  ],
  ['$gte on strings', { a: { $gte: 'b' } }, [{ a: 'b' }, { a: 'c' }], [{ a: 'a' }, { a: 9 }, {}]],
  [
    '$lt on numbers',
    { a: { $lt: 1 } },
    [{ a: 0 }, { a: -Infinity }],
    [{ a: 1 }, { a: null }, { a: NaN }, { a: new Date(0) }],
  ],
  ['$lte on dates', { a: { $lte: new Date(5) } }, [{ a: new Date(5) }], [{ a: new Date(6) }, { a: 5 }]],
  ['$gte null', { a: { $gte: null } }, [{ a: null }, {}], [{ a: 1 }, { a: 'x' }]],
  ['$gt null', { a: { $gt: null } }, [], [{ a: null }, {}, { a: 1 }]],
  ['$gte NaN', { a: { $gte: NaN } }, [{ a: NaN }], [{ a: 1 }]],
  ['$gt a boolean', { a: { $gt: false } }, [{ a: true }], [{ a: false }, { a: 1 }]],
  ['$gt an ObjectId', { a: { $gte: id } }, [{ a: id }], [{ a: id.toHexString() }]],
  ['$gt MinKey', { a: { $gt: new MinKey() } }, [{ a: 1 }, { a: 'x' }, { a: null }], [{ a: new MinKey() }]],
  [
    '$in',
    { a: { $in: [1, 'x', new BSONRegExp('^y')] } },
    [{ a: 1 }, { a: ['x'] }, { a: 'yes' }],
    [{ a: 2 }, {}, { a: 'ay' }],
  ],
  ['$in with null', { a: { $in: [null] } }, [{}, { a: null }], [{ a: 1 }]],
  ['$nin', { a: { $nin: [1, null] } }, [{ a: 2 }, { a: [] }], [{ a: 1 }, {}, { a: [3, 1] }]],
  ['$exists true', { a: { $exists: true } }, [{ a: null }, { a: [] }], [{}]],
  [
    '$exists false',
    { 'a.b': { $exists: false } },
    [{}, { a: 1 }, { a: [] }, { a: [1] }],
    [{ a: { b: null } }, { a: [{ b: 1 }] }],
  ],
  ['$type number', { a: { $type: 'number' } }, [{ a: 1 }, { a: Long.ONE }, { a: ['x', 1] }], [{ a: '1' }, { a: null }]],
  ['$type array', { a: { $type: 'array' } }, [{ a: [] }, { a: [[1]] }], [{ a: 1 }]],
  ['$type list', { a: { $type: ['string', 8] } }, [{ a: 'x' }, { a: true }], [{ a: 1 }]],
  ['$size', { a: { $size: 2 } }, [{ a: [1, 2] }], [{ a: [[1, 2]] }, { a: 2 }, {}]],
  ['$mod', { a: { $mod: [4, 1] } }, [{ a: 5 }, { a: 5.5 }], [{ a: 4 }, { a: '5' }, { a: true }]],
  ['$all', { a: { $all: [1, 2] } }, [{ a: [2, 1, 3] }], [{ a: [1] }, { a: 1 }]],
  ['$all with one value', { a: { $all: [1] } }, [{ a: 1 }, { a: [1] }], [{ a: 2 }]],
  ['empty $all', { a: { $all: [] } }, [], [{ a: [] }, {}]],
  ['$elemMatch on values', { a: { $elemMatch: { $gt: 1, $lt: 4 } } }, [{ a: [0, 2] }], [{ a: [0, 9] }, { a: 2 }]],
  [
    '$elemMatch on documents',
    { a: { $elemMatch: { b: 1, c: 2 } } },
    [{ a: [{ b: 1, c: 2 }] }],
    [{ a: [{ b: 1 }, { c: 2 }] }, { a: { b: 1, c: 2 } }],
  ],
  ['$not', { a: { $not: { $gt: 1 } } }, [{}, { a: 1 }, { a: 'x' }], [{ a: 2 }, { a: [0, 2] }]],
  ['$regex', { a: { $regex: '^b.r$', $options: 'i' } }, [{ a: 'BAR' }, { a: ['x', 'bur'] }], [{ a: 'bar ' }, { a: 1 }]],
  ['. anything but a line feed', { a: { $regex: '^a.b$' } }, [{ a: 'a\rb' }, { a: 'a\u2028b' }], [{ a: 'a\nb' }]],
  ['$ before a last line feed', { a: { $regex: 'b$' } }, [{ a: 'b' }, { a: 'b\n' }], [{ a: 'b\n\n' }, { a: 'b\r' }]],
  ['^ and $ at lines', { a: { $regex: '^b$', $options: 'm' } }, [{ a: 'a\nb\nc' }], [{ a: 'a\rb\rc' }]],
  ['\\s of ASCII alone', { a: { $regex: '\\s' } }, [{ a: ' ' }, { a: '\t' }], [{ a: '\u00a0' }]],
  ['\\A, \\Z and escaped punctuation', { a: { $regex: '\\Aa\\-b\\Z' } }, [{ a: 'a-b' }], [{ a: 'xa-b' }]],
  ['braces that stand for themselves', { a: { $regex: 'a{,2}' } }, [{ a: 'a{,2}' }], [{ a: 'aa' }]],
  ['$elemMatch on arrays in an array', { a: { $elemMatch: { 0: 5 } } }, [{ a: [[5]] }], [{ a: [5] }, { a: [[6, 5]] }]],
  [
    '$elemMatch with $or',
    { a: { $elemMatch: { $or: [{ b: 1 }, { c: 1 }] } } },
    [{ a: [{ c: 1 }] }],
    [{ a: [{ d: 1 }] }],
  ],
  ['an array at a number as a whole', { 'a.0': 5 }, [{ a: [5] }], [{ a: [[5]] }]],
  ['$gt MinKey on missing', { a: { $gt: new MinKey() } }, [{}, { a: null }], [{ a: new MinKey() }]],
  ['$mod of a long above 2^53', { a: { $mod: [10, 3] } }, [{ a: Long.fromString('9007199254740993') }], [{ a: 1e300 }]],
  ['an embedded document', { a: { b: 1 } }, [{ a: { b: 1 } }, { a: [{ b: 1 }] }], [{ a: { b: 1, c: 1 } }]],
  ['a numbered element', { 'a.1': 5 }, [{ a: [0, 5] }, { a: { 1: 5 } }, { a: [{ 1: 5 }] }], [{ a: [5, 0] }]],
  ['nested arrays of documents', { 'a.b.c': 1 }, [{ a: [{ b: [{ c: 1 }] }] }], [{ a: [[{ b: { c: 1 } }]] }]],
  ['$or in $and', { $and: [{ $or: [{ a: 1 }, { b: 1 }] }, { c: 1 }] }, [{ b: 1, c: 1 }], [{ a: 1 }]],
  ['$nor', { $nor: [{ a: 1 }, { b: 1 }] }, [{}, { a: 2 }], [{ a: 1 }, { b: 1 }]],
  ['several conditions on one path', { a: { $gte: 1, $ne: 3, $exists: true } }, [{ a: 1 }], [{ a: 3 }, {}]],
];

const REFUSED: [string, object, number][] = [
  ['an unknown operator', { a: { $foo: 1 } }, 2],
  ['an unknown top level operator', { $foo: 1 }, 2],
  ['a plain key among operators', { a: { $gt: 1, b: 2 } }, 2],
  ['$and without branches', { $and: [] }, 2],
  ['$in without an array', { a: { $in: 1 } }, 2],
  ['operators inside $in', { a: { $in: [{ $gt: 1 }] } }, 2],
  ['$ne with a regex', { a: { $ne: new BSONRegExp('x') } }, 2],
  ['$all of values and $elemMatch', { a: { $all: [{ $elemMatch: { b: 1 } }, 5] } }, 2],
  ['$all of $elemMatch and values', { a: { $all: [5, { $elemMatch: { b: 1 } }] } }, 2],
  ['a bad $size', { a: { $size: -1 } }, 2],
  ['an unknown $type', { a: { $type: 'blob' } }, 2],
  ['a regex with a null byte', { a: { $regex: 'a\0' } }, 2],
  ['a bad regex', { a: { $regex: '(' } }, 51091],
  ['an escape without an equal in JavaScript', { a: { $regex: '\\Rabc' } }, 51091],
  ['a back reference', { a: { $regex: '(a)\\1' } }, 51091],
  ['a look-behind', { a: { $regex: '(?<=a)b' } }, 51091],
  // pcre2pattern(3): caseless matching does not affect \\p, so that \\p{Lu} is upper case alone.
  ['a property without case', { a: { $regex: '^\\p{Lu}$', $options: 'i' } }, 51091],
  ['a POSIX class', { a: { $regex: '[[:alpha:]]' } }, 51091],
  ['an unknown regex flag', { a: { $regex: 'a', $options: 'x' } }, 51108],
  ['$mod by zero', { a: { $mod: [0, 1] } }, 2],
];

describe('filters', () => {
  it('refuse to guess where a case-blind \\w means other letters in JavaScript than in MongoDB', () => {
    const matches = compileFilter(doc({ a: { $regex: '^\\w$', $options: 'i' } }));
    expect(matches(doc({ a: 'S' }))).toBe(true);
    expect(() => matches(doc({ a: '\u017f' }))).toThrow(/long s/);
    expect(compileFilter(doc({ a: { $regex: '^\\w$' } }))(doc({ a: '\u017f' }))).toBe(false);
  });

  it.each(TABLE)('match what %s means', (_title, filter, matching, other) => {
    const matches = compileFilter(doc(filter));
    expect(matching.filter((candidate) => !matches(doc(candidate)))).toEqual([]);
    expect(other.filter((candidate) => matches(doc(candidate)))).toEqual([]);
  });

  it.each(REFUSED)('refuse %s', (_title, filter, code) => {
    expect(() => compileFilter(doc(filter))).toThrow(expect.objectContaining({ code }));
  });
});
