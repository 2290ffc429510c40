import { Double, Int32, Long } from 'bson';
import { doc, plain, value } from '../testing/bson.js';
import { typeName } from '../bson/value.js';
import { compileFilter } from '../query/match.js';
import { ArrayTrace } from '../query/path.js';
import { compileUpdate } from './update.js';

function run(
  start: object,
  update: object,
  options: { filter?: object; arrayFilters?: object[]; inserting?: boolean } = {},
): unknown {
  const stored = doc(start);
  const trace = new ArrayTrace();
  compileFilter(doc(options.filter ?? {}))(stored, trace);
  const filters = options.arrayFilters && value(options.arrayFilters);
  const result = compileUpdate(doc(update), filters).apply(stored, { inserting: options.inserting ?? false, trace });
  return plain(result);
}

// [title, document, update, result]
const TABLE: [string, object, object, object][] = [
  ['$set makes parents', { a: 1 }, { $set: { 'b.c': 2 } }, { a: 1, b: { c: 2 } }],
  ['$set adds fields in the order of their names', {}, { $set: { b: 1, a: 2 } }, { a: 2, b: 1 }],
  ['$set into an array pads with null', { a: [1] }, { $set: { 'a.3': 4 } }, { a: [1, null, null, 4] }],
  ['$set of an element', { a: [{ b: 1 }] }, { $set: { 'a.0.b': 2 } }, { a: [{ b: 2 }] }],
  ['$unset through a scalar does nothing', { a: 1 }, { $unset: { 'a.b': 1 } }, { a: 1 }],
  ['$unset of an element leaves null', { a: [1, 2] }, { $unset: { 'a.0': 1 } }, { a: [null, 2] }],
  ['$inc on a missing field sets it', {}, { $inc: { 'a.b': 2 } }, { a: { b: 2 } }],
  ['$mul on a missing field gives 0', {}, { $mul: { a: 2 } }, { a: 0 }],
  ['$min and $max compare across types', { a: 'x', b: 1 }, { $min: { a: 5 }, $max: { b: 'y' } }, { a: 5, b: 'y' }],
  ['$push on a missing field makes an array', {}, { $push: { a: 1 } }, { a: [1] }],
  ['$push of an array is one element', { a: [] }, { $push: { a: [1, 2] } }, { a: [[1, 2]] }],
  [
    '$push sorts documents',
    { a: [{ n: 2 }] },
    { $push: { a: { $each: [{ n: 1 }], $sort: { n: 1 } } } },
    { a: [{ n: 1 }, { n: 2 }] },
  ],
  ['$push with a negative position', { a: [1, 2] }, { $push: { a: { $each: [9], $position: -1 } } }, { a: [1, 9, 2] }],
  [
    '$push keeps the first with a positive $slice',
    { a: [1] },
    { $push: { a: { $each: [2, 3], $slice: 2 } } },
    { a: [1, 2] },
  ],
  // A query's sort takes the least element; this one takes an array as it stands, above every number (pattern_cmp.cpp).
  [
    '$push sorts arrays in documents as they stand, and what has no field as null',
    { a: [{ n: [1] }, { n: 2 }, 5, { n: null }, { 'n.x': 1 }] },
    { $push: { a: { $each: [], $sort: { n: 1 } } } },
    { a: [5, { n: null }, { 'n.x': 1 }, { n: 2 }, { n: [1] }] },
  ],
  [
    '$push sorts by several paths, down too',
    {
      a: [
        { n: { x: 1 }, m: 1 },
        { n: { x: 2 }, m: 1 },
        { n: { x: 1 }, m: 2 },
      ],
    },
    { $push: { a: { $each: [], $sort: { 'n.x': -1, m: -1 } } } },
    {
      a: [
        { n: { x: 2 }, m: 1 },
        { n: { x: 1 }, m: 2 },
        { n: { x: 1 }, m: 1 },
      ],
    },
  ],
  ['$push with $slice 0 empties', { a: [1] }, { $push: { a: { $each: [], $slice: 0 } } }, { a: [] }],
  [
    '$pull by equality of a document with operators inside',
    { a: [{ q: 1 }, { q: 5 }] },
    { $pull: { a: { q: { $gt: 2 } } } },
    { a: [{ q: 1 }] },
  ],
  ['$pull with $in', { a: [1, 2, 3] }, { $pull: { a: { $in: [1, 3] } } }, { a: [2] }],
  ['$pull by $or', { a: [{ x: 1 }, { y: 2 }, 3] }, { $pull: { a: { $or: [{ x: 1 }, { y: 2 }] } } }, { a: [3] }],
  ['$pull on a missing field does nothing', {}, { $pull: { a: 1 } }, {}],
  [
    '$addToSet compares documents with their key order',
    { a: [{ x: 1, y: 2 }] },
    { $addToSet: { a: { y: 2, x: 1 } } },
    {
      a: [
        { x: 1, y: 2 },
        { y: 2, x: 1 },
      ],
    },
  ],
  ['$addToSet knows 1 and 1.0 as equal', { a: [1] }, { $addToSet: { a: new Double(1) } }, { a: [1] }],
  ['$pop of an empty array', { a: [] }, { $pop: { a: 1 } }, { a: [] }],
  ['$rename moves into a new parent', { a: 1 }, { $rename: { a: 'b.c' } }, { b: { c: 1 } }],
  ['$rename of a missing field does nothing', { x: 1 }, { $rename: { a: 'b' } }, { x: 1 }],
  ['$setOnInsert does nothing on an update', { a: 1 }, { $setOnInsert: { b: 1 } }, { a: 1 }],
  ['a replacement keeps _id', { _id: 1, a: 1 }, { b: 2 }, { _id: 1, b: 2 }],
];

// [title, document, update, code]
const REFUSED: [string, object, object, number][] = [
  ...['x', true, null, [1], { b: 1 }, new Date()].flatMap((wrong): [string, object, object, number][] => [
    [`$inc on ${JSON.stringify(wrong)}`, { a: wrong }, { $inc: { a: 1 } }, 14],
    [`$mul on ${JSON.stringify(wrong)}`, { a: wrong }, { $mul: { a: 1 } }, 14],
  ]),
  ...['x', true, null, 1, { b: 1 }].flatMap((wrong): [string, object, object, number][] =>
    [{ $push: { a: 1 } }, { $addToSet: { a: 1 } }, { $pull: { a: 1 } }, { $pullAll: { a: [1] } }].map((update) => [
      `${Object.keys(update).join()} on ${JSON.stringify(wrong)}`,
      { a: wrong },
      update,
      2,
    ]),
  ),
  ['$pop on a number', { a: 1 }, { $pop: { a: 1 } }, 14],
  ...['$set', '$inc', '$push', '$min', '$pull'].map((name): [string, object, object, number] => [
    `${name} through a scalar`,
    { a: 1 },
    { [name]: { 'a.b': 1 } },
    28,
  ]),
  ['$set of a name in an array', { a: [1] }, { $set: { 'a.b': 1 } }, 28],
  ['$set through null', { a: null }, { $set: { 'a.b': 1 } }, 28],
  ['$inc with a string', {}, { $inc: { a: '1' } }, 14],
  ['a 64-bit overflow', { a: Long.MAX_VALUE }, { $inc: { a: 1 } }, 2],
  // MongoDB keeps the nodes of `$[]` and those of names apart (UpdateObjectNode::parseAndMerge).
  ['elements by $[] and by number', { a: [{}, {}] }, { $set: { 'a.$[].x': 1, 'a.0.y': 2 } }, 40],
  ['$rename from inside a scalar', { a: 1 }, { $rename: { 'a.b': 'c' } }, 28],
  ['$rename from a name in an array', { a: [] }, { $rename: { 'a.b': 'c' } }, 28],
  ['$rename of an element', { a: [1] }, { $rename: { 'a.0': 'c' } }, 2],
  ['$rename to an element', { a: [1], b: 2 }, { $rename: { b: 'a.1' } }, 2],
  ['$rename into itself', { a: 1 }, { $rename: { a: 'a.b' } }, 2],
  ['$rename to what it is in', { a: { b: 1 } }, { $rename: { 'a.b': 'a' } }, 2],
  ['$push with an empty $sort', { a: [] }, { $push: { a: { $each: [], $sort: {} } } }, 2],
  ['$push with a $sort by name', { a: [] }, { $push: { a: { $each: [], $sort: 'n' } } }, 2],
  ['$push with a $sort by 2', { a: [] }, { $push: { a: { $each: [], $sort: { n: 2 } } } }, 2],
  ['$currentDate of a type that is no name', {}, { $currentDate: { a: { $type: true } } }, 2],
  ['$currentDate with another option', {}, { $currentDate: { a: { $type: 'date', b: 1 } } }, 2],
  ['a replacement with an operator', {}, { b: 1, $set: { a: 1 } }, 52],
  ['a path twice', {}, { $set: { a: 1 }, $unset: { a: 1 } }, 40],
  ['a path and one inside it', {}, { $set: { 'a.b.c': 1, 'a.b': 1 } }, 40],
  ['one element twice', { a: [1] }, { $set: { 'a.0': 1, 'a.$[]': 2 } }, 40],
  ['an empty path', {}, { $set: { '': 1 } }, 56],
  ['a dollar field', {}, { $set: { 'a.$b': 1 } }, 52],
  ['operators mixed with fields', {}, { $set: { a: 1 }, b: 1 }, 9],
  ['an operator without a document', {}, { $set: 5 }, 9],
  ['an unknown operator', {}, { $bit: { a: { and: 1 } } }, 9],
  ['an unknown $push clause', {}, { $push: { a: { $each: [], $foo: 1 } } }, 2],
  ['an undefined array filter', { a: [] }, { $set: { 'a.$[x]': 1 } }, 2],
  ['$[] on a missing array', {}, { $set: { 'a.$[]': 1 } }, 2],
  ['$currentDate of an unknown type', {}, { $currentDate: { a: 'now' } }, 2],
  ['$pop by 2', { a: [1] }, { $pop: { a: 2 } }, 9],
];

describe('updates', () => {
  it.each(TABLE)('%s', (_title, start, update, result) => {
    const updated = run(start, update);
    expect(updated).toEqual(result);
    expect(JSON.stringify(updated)).toBe(JSON.stringify(plain(doc(result))));
  });

  it.each(REFUSED)('refuse %s', (_title, start, update, code) => {
    expect(() => run(start, update)).toThrow(expect.objectContaining({ code }));
  });

  it.each<[string, unknown, unknown, string]>([
    ['int + int', new Int32(1), new Int32(2), 'int'],
    ['int + int over 32 bits', new Int32(2147483647), new Int32(1), 'long'],
    ['int + long', new Int32(1), Long.ONE, 'long'],
    ['long + double', Long.ONE, new Double(1), 'double'],
    ['int + double', new Int32(1), new Double(2), 'double'],
  ])('$inc of %s has the wider type', (_title, start, by, type) => {
    const update = compileUpdate(doc({ $inc: { a: by } }), undefined);
    const result = update.apply(doc({ a: start }), { inserting: false, trace: new ArrayTrace() });
    expect(typeName(result.get('a') ?? null)).toBe(type);
  });

  it('$mul of a missing field by a negative double gives its zero, as the product with 0 is', () => {
    expect(run({}, { $mul: { a: new Double(-2.5) } })).toEqual({ a: -0 });
  });

  it('$rename to a field with an equal value leaves that one as it is', () => {
    const result = compileUpdate(doc({ $rename: { a: 'b' } }), undefined).apply(
      doc({ a: new Int32(1), b: new Double(1) }),
      { inserting: false, trace: new ArrayTrace() },
    );
    expect(typeName(result.get('b') ?? null)).toBe('double');
    expect(result.has('a')).toBe(false);
  });

  it('set $currentDate for false too, as MongoDB does for any boolean', () => {
    expect(run({}, { $currentDate: { a: false } })).toEqual({ a: expect.any(Date) });
  });

  it('take the position from $elemMatch and refuse an ambiguous one', () => {
    const start = {
      a: [
        { x: 1, y: 1 },
        { x: 1, y: 2 },
        { x: 2, y: 2 },
      ],
    };
    expect(run(start, { $set: { 'a.$.z': 1 } }, { filter: { a: { $elemMatch: { x: 1, y: 2 } } } })).toMatchObject({
      a: [{}, { z: 1 }, {}],
    });
    expect(() => run(start, { $set: { 'a.$.z': 1 } }, { filter: { 'a.x': 2, 'a.y': 1 } })).toThrow(/ambiguous/);
  });

  // UpdateArrayNode::apply finds the elements of all modifiers before it applies any, and then merges these.
  it('choose the elements by what they hold before the update, and add fields in the order of their names', () => {
    const open = { a: [{ done: false }, { done: true }] };
    const finish = { $set: { 'a.$[x].done': true, 'a.$[x].how': 'late' } };
    expect(run(open, finish, { arrayFilters: [{ 'x.done': false }] })).toEqual({
      a: [{ done: true, how: 'late' }, { done: true }],
    });
    const both = { $inc: { 'a.$[one].n': 1 }, $set: { 'a.$[two].z': 1 } };
    expect(run({ a: [{ n: 1 }, { n: 2 }] }, both, { arrayFilters: [{ 'one.n': 1 }, { 'two.n': 2 }] })).toEqual({
      a: [{ n: 2 }, { n: 2, z: 1 }],
    });
    const named = run({ a: [{}] }, { $set: { 'a.$[].c': 1, 'a.$[x].b': 2 } }, { arrayFilters: [{ 'x.q': null }] });
    expect(JSON.stringify(named)).toBe('{"a":[{"b":2,"c":1}]}');
    const numbered = run({ a: [{ k: 1 }] }, { $set: { 'a.$.c': 1, 'a.0.b': 2 } }, { filter: { 'a.k': 1 } });
    expect(JSON.stringify(numbered)).toBe('{"a":[{"k":1,"b":2,"c":1}]}');
  });

  // MongoDB has one number for the whole filter (MatchDetails::setElemMatchKey), of whichever array came last.
  it('take the position from the one array that says it, not from a branch that failed nor from one of two arrays', () => {
    const start = { a: [1, 5], b: [9, 2], c: [{ d: [0, 1] }] };
    const change = { $set: { 'a.$': 7 } };
    expect(() => run(start, change, { filter: { a: 1, b: 2 } })).toThrow(/ambiguous/);
    expect(() => run(start, change, { filter: { $or: [{ a: 1, b: 99 }, { b: 2 }] } })).toThrow(
      /did not find the match/,
    );
    expect(run(start, change, { filter: { $or: [{ b: 99 }, { a: 5, b: 2 }] } })).toMatchObject({ a: [1, 7] });
    expect(() => run(start, change, { filter: { $or: [{ a: 5 }, { a: 1 }] } })).toThrow(/ambiguous/);
    expect(run(start, change, { filter: { a: 5, 'b.0': 9 } })).toMatchObject({ a: [1, 7] });
    expect(run(start, { $set: { 'c.$': 7 } }, { filter: { 'c.d': 1 } })).toMatchObject({ c: [7] });
  });
});
