import type { Document } from 'bson';
import { doc } from '../testing/bson.js';
import { parseSort, sortBy } from './sort.js';

/** The documents by their place in the list, from 1 on, in the order that the sort gives them. */
function sorted(documents: readonly Document[], sort: Document): number[] {
  const numbered = documents.map((one, at) => ({ at: at + 1, stored: doc({ _id: at + 1, ...one }) }));
  return sortBy(numbered, parseSort(doc(sort)), ({ stored }) => stored).map(({ at }) => at);
}

// jstests/core/query/sort: sort_dotted_paths.js and sort_dotted_paths_numeric.js, without their undefined values.
const TYPES = [{ a: 1 }, { a: null }, { a: {} }, { a: [] }, { a: [1] }, { a: [[1]] }, {}];
const TWO_FIELDS = [
  { a: 1, b: [2] },
  { a: 2, b: [] },
  { a: [], b: 4 },
  { a: [1], b: 4 },
  { a: [2, 3], b: 2 },
  { a: 2, b: [3, 5] },
  { a: 1, b: [1, 3] },
  { a: [1, 2], b: 3 },
  { a: 2, b: 3 },
];
const INSIDE = [
  { a: { b: 2 } },
  { a: { b: [] } },
  { a: { b: [2, 3] } },
  { a: { c: 1 } },
  { a: [] },
  { a: [{ b: [5] }] },
  { a: [{ b: [4, 5] }, { b: 7 }] },
  { a: [{ b: [1, 3] }, { b: [2, 5] }] },
  { a: [{ b: [] }, { b: [1, 3] }] },
];
const NESTED = [
  [[4, 1], 1, [1, 5], 2],
  [2, [1, 3], 4, [2, 4]],
  [[6, 4], 1, [9, 7], 2],
  [4, [1, 2], 5, [3, 2]],
  [[2, 3], 1, [7, 6], 3],
  [5, [], 3, 3],
  [[], 2, 2, 3],
  [3, [2], 8, [3]],
  [[8], 2, [6], 3],
].map(([b1, c1, b2, c2]) => ({
  a: [
    { b: b1, c: c1 },
    { b: b2, c: c2 },
  ],
}));

describe('a sort', () => {
  it.each<[Document, Document[], number[]]>([
    [{ a: 1 }, TYPES, [4, 2, 7, 1, 5, 3, 6]],
    [{ a: -1 }, TYPES, [6, 3, 1, 5, 2, 7, 4]],
    [{ 'a.0': 1 }, TYPES, [1, 2, 3, 4, 7, 5, 6]],
    [{ 'a.0': -1 }, TYPES, [6, 5, 1, 2, 3, 4, 7]],
    [{ a: 1, b: -1 }, TWO_FIELDS, [3, 4, 7, 8, 1, 6, 9, 5, 2]],
    [{ a: -1, b: 1 }, TWO_FIELDS, [5, 2, 6, 8, 9, 7, 1, 4, 3]],
    [{ 'a.b': 1 }, INSIDE, [2, 9, 4, 5, 8, 1, 3, 7, 6]],
    [{ 'a.b': -1, _id: -1 }, INSIDE, [7, 8, 6, 9, 3, 1, 5, 4, 2]],
    [{ 'a.c': 1, 'a.b': -1 }, NESTED, [6, 3, 1, 4, 5, 2, 9, 8, 7]],
    [{ 'a.b': -1, a: 1 }, NESTED, [3, 8, 9, 5, 6, 4, 1, 2, 7]],
    [{ 'a.0.b': 1 }, NESTED, [7, 1, 2, 5, 8, 3, 4, 6, 9]],
    [{ 'a.0.b': -1, _id: -1 }, NESTED, [9, 3, 6, 4, 1, 8, 5, 2, 7]],
    // btree_key_generator.cpp: an empty array that a number names is "undefined", below null.
    [{ 'a.0': 1 }, [{ a: null }, { a: [[]] }], [2, 1]],
    [{ 'a.0.b': 1 }, [{ a: [[{ b: 2 }]] }, { a: [{ b: 1 }] }, { a: [[{ b: 0 }, 5]] }], [3, 2, 1]],
  ])('%j is in the order of MongoDB', (sort, documents, order) => {
    expect(sorted(documents, sort)).toEqual(order);
  });

  it.each<[Document, Document]>([
    [
      { a: 1, b: 1 },
      { a: [], b: [] },
    ],
    [{ 'a.b': 1, 'a.c': 1 }, { a: { b: [1], c: [1] } }],
    [
      { 'a.0': 1, 'b.0': 1 },
      { a: [1], b: [2] },
    ],
    [
      { 'a.0': 1, 'b.c': 1 },
      { a: [1], b: [{ c: 2 }] },
    ],
  ])('%j through two arrays is refused', (sort, document) => {
    expect(() => sorted([document], sort)).toThrow(expect.objectContaining({ code: 2 }));
  });

  it('by two elements of one array is none through two arrays', () => {
    expect(sorted([{ a: [1, 2] }, { a: [1, 1] }], { 'a.0': 1, 'a.1': 1 })).toEqual([2, 1]);
  });
});
