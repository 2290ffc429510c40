import { Long } from 'bson';
import { Collection } from '../engine/collection.js';
import { select } from '../engine/select.js';
import { bytes, doc, plain } from '../testing/bson.js';
import { compilePipeline } from './pipeline.js';

const FOREIGN = [
  { _id: 0 },
  { _id: 1, b: null },
  { _id: 2, b: 1 },
  { _id: 3, b: [1, 2] },
  { _id: 4, b: [[1, 2]] },
  { _id: 5, b: { x: 1 } },
];

/** The results of a pipeline over these documents; every `$lookup` reads FOREIGN. */
function run(documents: object[], stages: object[]): unknown {
  const foreign = new Collection('t.foreign', { push: () => undefined });
  for (const one of FOREIGN) foreign.insert(bytes(one));
  const lookup = (_from: string, field: string, values: readonly unknown[]): ReturnType<typeof doc>[] =>
    select(foreign, { filter: doc({ [field]: { $in: values.map((one) => plain(one as never)) } }) }).documents.map(
      (stored) => stored.decode(),
    );
  return compilePipeline(stages.map(doc), lookup)(documents.map(doc)).map(plain);
}

const join = { from: 'f', foreignField: 'b', as: 'j' };
const ids = { $project: { _id: 0, j: '$j._id' } };

// [title, documents, pipeline, results]
const TABLE: [string, object[], object[], object[]][] = [
  [
    '$group takes missing and null for one group, and 1 and 1.0',
    [{ a: null }, {}, { a: 1 }, { a: Long.ONE }],
    [{ $group: { _id: '$a', n: { $sum: 1 } } }],
    [
      { _id: null, n: 2 },
      { _id: 1, n: 2 },
    ],
  ],
  [
    '$group tells missing from null inside a document of several fields',
    [{ a: null }, {}],
    [{ $group: { _id: { a: '$a', b: 'x' }, n: { $sum: 1 } } }],
    [
      { _id: { a: null, b: 'x' }, n: 1 },
      { _id: { b: 'x' }, n: 1 },
    ],
  ],
  // DocumentSourceGroup::computeId, and generateGroupByKeyExprs of SBE ("only one field in the document _id").
  [
    '$group takes missing and null for one inside a document of one field',
    [{}, { a: null }, { a: [] }],
    [{ $group: { _id: { x: '$a' }, n: { $sum: 1 } } }],
    [
      { _id: { x: null }, n: 2 },
      { _id: { x: [] }, n: 1 },
    ],
  ],
  [
    'accumulators over what is missing, null, no number or an array',
    [{ b: [9] }, { a: null, b: 'x' }, { a: 2, b: 3 }],
    [
      {
        $group: {
          _id: 0,
          first: { $first: '$a' },
          all: { $push: '$a' },
          least: { $min: '$a' },
          most: { $max: '$b' },
          sum: { $sum: '$b' },
          mean: { $avg: '$b' },
          none: { $avg: '$c' },
          nothing: { $max: '$c' },
        },
      },
    ],
    [{ _id: 0, first: null, all: [null, 2], least: 2, most: [9], sum: 3, mean: 3, none: null, nothing: null }],
  ],
  [
    '$unwind of scalars, nothing, null and no elements',
    [{ a: [1, null] }, { a: 5 }, { a: [] }, { a: null }, {}],
    [{ $unwind: '$a' }],
    [{ a: 1 }, { a: null }, { a: 5 }],
  ],
  [
    '$unwind that keeps them, with the number of the element',
    [{ a: [1] }, { a: 5 }, { a: [] }, { a: null }],
    [{ $unwind: { path: '$a', preserveNullAndEmptyArrays: true, includeArrayIndex: 'i' } }],
    [{ a: 1, i: Long.ZERO }, { a: 5, i: null }, { i: null }, { a: null, i: null }],
  ],
  [
    '$unwind that puts the number where a scalar was',
    [{ a: [1], s: 'x' }],
    [{ $unwind: { path: '$a', includeArrayIndex: 's.i' } }],
    [{ a: 1, s: { i: Long.ZERO } }],
  ],
  ['$unwind does not look through an array on the way', [{ a: [{ b: [1] }] }], [{ $unwind: '$a.b' }], []],
  // jstests/aggregation/sources/lookup/lookup_equijoin_semantics_lib.js
  ['$lookup of null', [{ a: null }], [{ $lookup: { ...join, localField: 'a' } }, ids], [{ j: [0, 1] }]],
  ['$lookup of no elements', [{ a: [] }], [{ $lookup: { ...join, localField: 'a' } }, ids], [{ j: [0, 1] }]],
  ['$lookup of elements', [{ a: [1, null] }], [{ $lookup: { ...join, localField: 'a' } }, ids], [{ j: [0, 1, 2, 3] }]],
  ['$lookup of a list in a list', [{ a: [[1, 2]] }], [{ $lookup: { ...join, localField: 'a' } }, ids], [{ j: [3, 4] }]],
  ['$lookup of scalars on the way', [{ a: [5] }], [{ $lookup: { ...join, localField: 'a.x' } }, ids], [{ j: [0, 1] }]],
  [
    '$lookup of some that have it',
    [{ a: [{ x: 1 }, {}] }],
    [{ $lookup: { ...join, localField: 'a.x' } }, ids],
    [{ j: [2, 3] }],
  ],
  // document_path_support.cpp: a number names an element of an array, and a field of a document.
  [
    '$lookup of an element by number',
    [{ a: [7, 1] }],
    [{ $lookup: { ...join, localField: 'a.1' } }, ids],
    [{ j: [2, 3] }],
  ],
  [
    '$lookup of a field by number',
    [{ a: { 1: 1 } }],
    [{ $lookup: { ...join, localField: 'a.1' } }, ids],
    [{ j: [2, 3] }],
  ],
  [
    '$lookup of an element that is not there',
    [{ a: [{ 1: 1 }] }],
    [{ $lookup: { ...join, localField: 'a.1' } }, ids],
    [{ j: [0, 1] }],
  ],
  [
    '$lookup into what was a scalar',
    [{ a: 9, s: 5 }],
    [{ $lookup: { ...join, as: 's.t', localField: 'a' } }],
    [{ a: 9, s: { t: [] } }],
  ],
  ['$count of nothing', [], [{ $count: 'n' }], []],
  [
    '$project of computed fields inside scalars and elements',
    [{ a: 1, b: [1, { c: 2 }] }],
    [{ $project: { b: { d: '$a' }, e: { f: '$a' } } }],
    [{ b: [{ d: 1 }, { d: 1 }], e: { f: 1 } }],
  ],
  [
    'a path through an array gives a list',
    [{ a: [{ b: 1 }, 5, {}, [{ b: 2 }]] }],
    [{ $project: { x: '$a.b' } }],
    [{ x: [1] }],
  ],
];

// [title, stage, code]
const REFUSED: [string, object, number][] = [
  ['$limit 0', { $limit: 0 }, 15958],
  ['$limit below 0', { $limit: -1 }, 5107201],
  ['$limit by name', { $limit: 'x' }, 5107201],
  ['$skip below 0', { $skip: -1 }, 5107200],
  ['$sort that is no document', { $sort: 'a' }, 15973],
  ['$sort by nothing', { $sort: {} }, 15976],
  ['$sort by 2', { $sort: { a: 2 } }, 15975],
  ['$sort by a word', { $sort: { a: 'up' } }, 15974],
  ['$count by nothing', { $count: '' }, 40157],
  ['$count by a number', { $count: 5 }, 40156],
  ['$count by a path with $', { $count: '$n' }, 40158],
  ['$count by a path', { $count: 'a.n' }, 40160],
  ['$unwind of a number', { $unwind: 5 }, 15981],
  ['$unwind of nothing', { $unwind: {} }, 28812],
  ['$unwind without $', { $unwind: 'a' }, 28818],
  ['$unwind of $ alone', { $unwind: '$' }, 40352],
  ['$unwind of a variable', { $unwind: '$$ROOT' }, 16410],
  ['$unwind of a path that ends with a dot', { $unwind: '$a.' }, 40353],
  ['$unwind with an unknown option', { $unwind: { path: '$a', nested: true } }, 28811],
  ['$unwind with a number at $i', { $unwind: { path: '$a', includeArrayIndex: '$i' } }, 28822],
  ['$unwind with an empty name', { $unwind: { path: '$a', includeArrayIndex: '' } }, 28810],
  ['$lookup of a path with $', { $lookup: { ...join, localField: '$a' } }, 16410],
  ['$lookup into a path with $', { $lookup: { ...join, localField: 'a', as: '$j' } }, 16410],
  ['$lookup with an empty part', { $lookup: { ...join, localField: 'a..b' } }, 15998],
  ['$project of nothing', { $project: {} }, 51272],
  ['$project of a computed _id against exclusion', { $project: { a: 0, _id: '$b' } }, 31253],
  // FieldPath::uassertValidFieldName and parseIdExpression.
  ['a path with a dollar inside', { $project: { x: '$a.$b' } }, 16410],
  ['a path with nothing inside', { $project: { x: '$a..b' } }, 15998],
  ['a path that ends with a dot', { $project: { x: '$a.' } }, 40353],
  ['a computed field with a dot in its name', { $group: { _id: { 'a.b': '$a' } } }, 16412],
  ['a computed field without a name', { $project: { x: [{ '': '$a' }] } }, 15998],
  ['$group by an inclusion', { $group: { _id: { a: 1 } } }, 17390],
  ['$group by an inclusion beside a path', { $group: { _id: { b: '$b', a: true } } }, 17390],
  ['$group without _id', { $group: { n: { $sum: 1 } } }, 15955],
  ['two stages in one', { $match: {}, $limit: 1 }, 40323],
];

describe('a pipeline', () => {
  it.each(TABLE)('%s', (_title, documents, stages, results) => {
    expect(run(documents, stages)).toEqual(results);
  });

  it.each(REFUSED)('refuses %s', (_title, stage, code) => {
    expect(() => run([], [stage])).toThrow(expect.objectContaining({ code }));
  });
});
