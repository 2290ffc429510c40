import { Binary, BSONRegExp, Double, Int32, Long, MaxKey, MinKey, ObjectId, Timestamp } from 'bson';
import type { Doc, Value } from '../../../libs/embedded-mongo/bson/value.js';
import { compileFilter } from '../../../libs/embedded-mongo/query/match.js';
import { ArrayTrace } from '../../../libs/embedded-mongo/query/path.js';
import { compileUpdate } from '../../../libs/embedded-mongo/update/update.js';

// What each operator says to a value of each type, written down by hand from MongoDB's manual and sources.

const doc = (...entries: [string, Value][]): Doc => new Map(entries);

/** One value of every type, in MongoDB's order, by a name the tables use. */
const VALUES: Record<string, Value | undefined> = {
  missing: undefined,
  minKey: new MinKey(),
  null: null,
  nan: new Double(NaN),
  int1: new Int32(1),
  double1: new Double(1),
  long1: Long.fromNumber(1),
  int2: new Int32(2),
  double2h: new Double(2.5),
  string: 'b',
  text2: '2',
  object: doc(['x', new Int32(1)]),
  empty: [],
  list1: [new Int32(1)],
  list13: [new Int32(1), new Int32(3)],
  listNull: [null],
  nested1: [[new Int32(1)]],
  listText: ['b'],
  binary: new Binary(Buffer.from('b')),
  objectId: new ObjectId('010203040506070809101112'),
  false: false,
  true: true,
  date: new Date(2),
  timestamp: new Timestamp({ t: 0, i: 2 }),
  regex: new BSONRegExp('b'),
  maxKey: new MaxKey(),
};
const ALL = Object.keys(VALUES);
const but = (...names: string[]): string[] => ALL.filter((name) => !names.includes(name));
const words = (text: string): string[] => text.split(' ').filter(Boolean);
const int = (n: number): Value => new Int32(n);

const ONES = words('int1 double1 long1 list1 list13');

// [condition on the field, the names of all values that pass it]
const MATCH: [string, Value, string[]][] = [
  ['1', int(1), ONES],
  ['1.0', new Double(1), ONES],
  ['long 1', Long.fromNumber(1), ONES],
  ['null', null, words('missing null listNull')],
  ['NaN', new Double(NaN), ['nan']],
  ['"b"', 'b', words('string listText')],
  ['{x: 1}', doc(['x', int(1)]), ['object']],
  ['[]', [], ['empty']],
  ['[1]', [int(1)], words('list1 nested1')],
  ['true', true, ['true']],
  ['a date', new Date(2), ['date']],
  ['a timestamp', new Timestamp({ t: 0, i: 2 }), ['timestamp']],
  ['an ObjectId', new ObjectId('010203040506070809101112'), ['objectId']],
  ['/b/', new BSONRegExp('b'), words('string listText regex')],
  ['MinKey', new MinKey(), ['minKey']],
  ['MaxKey', new MaxKey(), ['maxKey']],
  ['$ne 1', doc(['$ne', int(1)]), but(...ONES)],
  ['$ne null', doc(['$ne', null]), but('missing', 'null', 'listNull')],
  ['$gt 1', doc(['$gt', int(1)]), words('int2 double2h list13')],
  ['$gte 1', doc(['$gte', int(1)]), words('int1 double1 long1 int2 double2h list1 list13')],
  ['$lt 2', doc(['$lt', int(2)]), words('int1 double1 long1 list1 list13')],
  ['$lte 2', doc(['$lte', int(2)]), words('int1 double1 long1 int2 list1 list13')],
  ['$gt 2 and $lt 2 on lists, each bound by an element of its own', doc(['$gt', int(2)], ['$lt', int(2)]), ['list13']],
  ['$gte null', doc(['$gte', null]), words('missing null listNull')],
  ['$lt null', doc(['$lt', null]), []],
  ['$gte NaN', doc(['$gte', new Double(NaN)]), ['nan']],
  ['$gt NaN', doc(['$gt', new Double(NaN)]), []],
  ['$gte "2"', doc(['$gte', '2']), words('string text2 listText')],
  ['$gt false', doc(['$gt', false]), ['true']],
  ['$gte a date', doc(['$gte', new Date(2)]), ['date']],
  ['$gte a timestamp', doc(['$gte', new Timestamp({ t: 0, i: 1 })]), ['timestamp']],
  ['$gte {}', doc(['$gte', doc()]), ['object']],
  ['$gte []', doc(['$gte', []]), words('empty list1 list13 listNull nested1 listText')],
  ['$gt [1]', doc(['$gt', [int(1)]]), words('list13 nested1 listText')],
  ['$gt MinKey', doc(['$gt', new MinKey()]), but('minKey')],
  ['$lt MaxKey', doc(['$lt', new MaxKey()]), but('maxKey')],
  ['$in [1, "b"]', doc(['$in', [int(1), 'b']]), [...ONES, 'string', 'listText']],
  ['$in [null]', doc(['$in', [null]]), words('missing null listNull')],
  ['$in [/b/]', doc(['$in', [new BSONRegExp('b')]]), words('string listText regex')],
  ['$in []', doc(['$in', []]), []],
  ['$nin [1, null]', doc(['$nin', [int(1), null]]), but(...ONES, 'missing', 'null', 'listNull')],
  ['$exists true', doc(['$exists', true]), but('missing')],
  ['$exists false', doc(['$exists', false]), ['missing']],
  ['$type number', doc(['$type', 'number']), words('nan int1 double1 long1 int2 double2h list1 list13')],
  ['$type double', doc(['$type', 'double']), words('nan double1 double2h')],
  ['$type long', doc(['$type', 'long']), ['long1']],
  ['$type array', doc(['$type', 'array']), words('empty list1 list13 listNull nested1 listText')],
  ['$type null', doc(['$type', 'null']), words('null listNull')],
  ['$type timestamp', doc(['$type', 'timestamp']), ['timestamp']],
  ['$size 1', doc(['$size', int(1)]), words('list1 listNull nested1 listText')],
  ['$size 0', doc(['$size', int(0)]), ['empty']],
  ['$mod [2, 1]', doc(['$mod', [int(2), int(1)]]), words('int1 double1 long1 list1 list13')],
  ['$mod [2, 0]', doc(['$mod', [int(2), int(0)]]), words('int2 double2h')],
  ['$all [1]', doc(['$all', [int(1)]]), ONES],
  ['$all [1, 3]', doc(['$all', [int(1), int(3)]]), ['list13']],
  ['$elemMatch {$gt: 1}', doc(['$elemMatch', doc(['$gt', int(1)])]), ['list13']],
  ['$elemMatch {$elemMatch: {$eq: 1}}', doc(['$elemMatch', doc(['$elemMatch', doc(['$eq', int(1)])])]), ['nested1']],
  ['$not {$gt: 1}', doc(['$not', doc(['$gt', int(1)])]), but('int2', 'double2h', 'list13')],
];

const LISTS = words('empty list1 list13 listNull nested1 listText');
const NUMBERS = words('nan int1 double1 long1 int2 double2h');

// [update of the field, the values it takes, the code all others are refused with]
const UPDATE: [string, Doc, string[], number][] = [
  ['$set', doc(['$set', doc(['v', int(5)])]), ALL, 0],
  ['$unset', doc(['$unset', doc(['v', ''])]), ALL, 0],
  ['$inc', doc(['$inc', doc(['v', int(1)])]), ['missing', ...NUMBERS], 14],
  ['$mul', doc(['$mul', doc(['v', int(2)])]), ['missing', ...NUMBERS], 14],
  ['$min', doc(['$min', doc(['v', int(2)])]), ALL, 0],
  ['$max', doc(['$max', doc(['v', int(2)])]), ALL, 0],
  ['$push', doc(['$push', doc(['v', int(1)])]), ['missing', ...LISTS], 2],
  ['$addToSet', doc(['$addToSet', doc(['v', int(1)])]), ['missing', ...LISTS], 2],
  ['$pull', doc(['$pull', doc(['v', int(1)])]), ['missing', ...LISTS], 2],
  ['$pullAll', doc(['$pullAll', doc(['v', [int(1)]])]), ['missing', ...LISTS], 2],
  ['$pop', doc(['$pop', doc(['v', int(1)])]), ['missing', ...LISTS], 14],
  ['$set inside', doc(['$set', doc(['v.x', int(1)])]), ['missing', 'object'], 28],
  ['$set at a number', doc(['$set', doc(['v.0', int(1)])]), ['missing', 'object', ...LISTS], 28],
  ['$unset inside', doc(['$unset', doc(['v.x', ''])]), ALL, 0],
  ['$set of all elements', doc(['$set', doc(['v.$[]', int(1)])]), LISTS, 2],
];

function holding(name: string): Doc {
  const value = VALUES[name];
  return value === undefined ? new Map() : doc(['v', value]);
}

describe('a condition on a field', () => {
  it.each(MATCH)('%s passes exactly the values it should', (_title, condition, expected) => {
    const matches = compileFilter(doc(['v', condition]));
    expect(ALL.filter((name) => matches(holding(name)))).toEqual(ALL.filter((name) => expected.includes(name)));
  });
});

describe('an update of a field', () => {
  it.each(UPDATE)('%s takes the types it should and refuses the others', (_title, spec, takes, code) => {
    const outcomes = ALL.map((name) => {
      try {
        compileUpdate(spec, undefined).apply(holding(name), { inserting: false, trace: new ArrayTrace() });
        return [name, 0];
      } catch (error) {
        return [name, (error as { code: number }).code];
      }
    });
    expect(outcomes).toEqual(ALL.map((name) => [name, takes.includes(name) ? 0 : code]));
  });
});
