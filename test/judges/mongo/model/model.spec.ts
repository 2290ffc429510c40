import { BSONRegExp, Int32 } from 'bson';
import fc, { type Arbitrary, type IProperty } from 'fast-check';
import { encodeDocument } from '../../../../libs/embedded-mongo/bson/encode.js';
import { compareValues } from '../../../../libs/embedded-mongo/bson/order-key.js';
import { cloneDoc, type Doc, type Value } from '../../../../libs/embedded-mongo/bson/value.js';
import { compileFilter } from '../../../../libs/embedded-mongo/query/match.js';
import { ArrayTrace } from '../../../../libs/embedded-mongo/query/path.js';
import { parseSort, sortBy } from '../../../../libs/embedded-mongo/query/sort.js';
import { compileUpdate } from '../../../../libs/embedded-mongo/update/update.js';
import { progress, reportCases, sized } from '../../size.js';
import { matches } from './reference-match.js';
import { compare, rank } from './reference-order.js';
import { Refused, updated } from './reference-update.js';
import { doc, path, record, scalar, value } from './values.js';

// The server rests on order keys and compiled tests; the references list values and compare them one by one.

const comparable = value.filter((one) => !(one instanceof BSONRegExp));
const condition: Arbitrary<Doc> = fc.oneof(
  fc.tuple(fc.constantFrom('$eq', '$ne', '$gt', '$gte', '$lt', '$lte'), comparable).map((one) => record(one)),
  fc.tuple(fc.constantFrom('$in', '$nin', '$all'), fc.array(scalar, { maxLength: 3 })).map((one) => record(one)),
  fc.boolean().map((yes) => record(['$exists', yes])),
  fc.integer({ min: 0, max: 3 }).map((size) => record(['$size', new Int32(size)])),
  fc
    .constantFrom('int', 'double', 'long', 'number', 'string', 'object', 'array', 'null', 'bool')
    .map((name) => record(['$type', name])),
  fc
    .tuple(fc.constantFrom(2, 3, 10), fc.integer({ min: -2, max: 3 }))
    .map(([by, rest]) => record(['$mod', [new Int32(by), new Int32(rest)]])),
);
const operand: Arbitrary<Value> = fc.oneof(
  { weight: 3, arbitrary: value.filter((one) => !(one instanceof Map) || !one.keys().next().value?.startsWith('$')) },
  { weight: 5, arbitrary: condition },
  { weight: 1, arbitrary: condition.map((inner) => record(['$not', inner])) },
  { weight: 1, arbitrary: condition.map((inner) => record(['$elemMatch', inner])) },
  { weight: 1, arbitrary: fc.tuple(path, condition).map(([at, inner]) => record(['$elemMatch', record([at, inner])])) },
  { weight: 1, arbitrary: fc.tuple(condition, condition).map(([one, two]): Doc => new Map([...one, ...two])) },
);
const simpleFilter = fc.tuple(path, operand).map(([at, wanted]) => record([at, wanted]));
const filter: Arbitrary<Doc> = fc.oneof(
  { weight: 4, arbitrary: simpleFilter },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom('$and', '$or', '$nor'), fc.array(simpleFilter, { minLength: 1, maxLength: 3 }))
      .map(([name, branches]) => record([name, branches])),
  },
);

const modifier: Arbitrary<[string, Value]> = fc.oneof(
  fc.tuple(fc.constantFrom('$set', '$unset', '$min', '$max', '$push', '$addToSet'), comparable),
  fc.tuple(fc.constantFrom('$inc', '$mul'), scalar),
  fc.tuple(fc.constant('$pull'), fc.oneof(comparable, condition, simpleFilter)),
  fc.tuple(fc.constant('$pullAll'), fc.array(value, { maxLength: 3 })),
  fc.tuple(fc.constant('$pop'), fc.constantFrom<Value>(new Int32(1), new Int32(-1))),
);

/** Runs a property in slices, so that the full size shows progress; counts its cases. */
function check<T>(name: string, cases: number, property: IProperty<T>): void {
  const slice = Math.min(cases, 5000);
  for (let done = 0; done < cases; done += slice) {
    fc.assert(property, { numRuns: slice, seed: 20_260_101 + done });
    progress(`${name}: ${done + slice} of ${cases} cases`);
  }
  reportCases(cases, 0);
}

/** The bytes, or the code of the refusal. */
function outcome(run: () => Doc): string {
  try {
    return encodeDocument(run()).toString('hex');
  } catch (error) {
    if (error instanceof Refused || (error instanceof Error && 'code' in error)) return `code ${String(error.code)}`;
    throw error;
  }
}

describe('the embedded database agrees with a slow and obvious reference', () => {
  it('about the order of any two values', () => {
    check(
      'order',
      sized(30_000, 2_000),
      fc.property(value, value, (a, b) => {
        expect(compareValues(a, b)).toBe(Math.sign(compare(a, b)));
      }),
    );
  });

  it('about which documents match', () => {
    let matched = 0;
    check(
      'match',
      sized(60_000, 4_000),
      fc.property(doc, filter, (candidate, wanted) => {
        const found = compileFilter(wanted)(candidate);
        if (found) matched++;
        expect(found).toBe(matches(candidate, wanted));
      }),
    );
    expect(matched).toBeGreaterThan(sized(6_000, 400));
  });

  it('about what an update makes of a document, or why it is refused', () => {
    let refused = 0;
    check(
      'update',
      sized(60_000, 4_000),
      fc.property(doc, path, modifier, (start, at, [operator, argument]) => {
        const update = record([operator, record([at, argument])]);
        const situation = { inserting: false, trace: new ArrayTrace() };
        const found = outcome(() => compileUpdate(update, undefined).apply(cloneDoc(start), situation));
        if (found.startsWith('code')) refused++;
        expect(found).toBe(outcome(() => updated(start, operator, at, argument)));
      }),
    );
    expect(refused).toBeGreaterThan(sized(3_000, 200));
  });

  it('about the order of documents by several fields', () => {
    const field = fc.record({ name: fc.constantFrom('a', 'b', 'c'), down: fc.boolean() });
    const fields = fc.uniqueArray(field, { minLength: 2, maxLength: 3, selector: ({ name }) => name });
    let refused = 0;
    check(
      'sort by several',
      sized(10_000, 800),
      fc.property(fc.array(doc, { maxLength: 6 }), fields, (docs, by) => {
        const spec = record(...by.map(({ name, down }): [string, Value] => [name, new Int32(down ? -1 : 1)]));
        const rows = docs.map((one) => rowsOf(one, by));
        const sorted = (): readonly Doc[] => sortBy(docs, parseSort(spec), (one) => one);
        const first = rows.flatMap((own) => own?.toSorted((x, y) => compareRows(x, y, by)).slice(0, 1) ?? []);
        if (rows.includes(undefined)) {
          refused++;
          expect(sorted).toThrow(expect.objectContaining({ code: 2 }));
          return;
        }
        const expected = docs.map((_, at) => at).sort((x, y) => compareRows(first[x]!, first[y]!, by) || x - y);
        expect(sorted().map((one) => docs.indexOf(one))).toEqual(expected);
      }),
    );
    expect(refused).toBeGreaterThan(sized(150, 10));
  });

  it('about the order of documents by one field', () => {
    check(
      'sort',
      sized(10_000, 500),
      fc.property(fc.array(doc, { maxLength: 8 }), fc.constantFrom('a', 'b', 'c'), fc.boolean(), (docs, name, down) => {
        const sorted = sortBy(docs, parseSort(record([name, new Int32(down ? -1 : 1)])), (one) => one);
        const expected = docs.toSorted(
          (x, y) => (down ? -1 : 1) * compareKeys(keyOf(x, name, down), keyOf(y, name, down)),
        );
        expect(sorted.map((one) => docs.indexOf(one))).toEqual(expected.map((one) => docs.indexOf(one)));
      }),
    );
  });
});

type Row = readonly (Value | undefined)[];

/** The rows a document gives: one, or one per element of the one array it may have; none for two arrays. */
function rowsOf(candidate: Doc, fields: readonly SortField[]): Row[] | undefined {
  const values = fields.map(({ name }) => candidate.get(name) ?? null);
  const lists = values.filter((one) => Array.isArray(one));
  if (lists.length > 1) return undefined;
  const [list] = lists;
  if (!list) return [values];
  if (list.length === 0) return [values.map((one) => (one === list ? undefined : one))];
  return list.map((element) => values.map((one) => (one === list ? element : one)));
}

function compareRows(a: Row, b: Row, fields: readonly SortField[]): number {
  for (const [at, { down }] of fields.entries()) {
    const order = compareKeys(a[at], b[at]);
    if (order !== 0) return down ? -order : order;
  }
  return 0;
}

interface SortField {
  readonly name: string;
  readonly down: boolean;
}

/** Of an array its least (or greatest) element stands for the document; an empty one is below null. */
function keyOf(candidate: Doc, name: string, down: boolean): Value | undefined {
  const found = candidate.get(name) ?? null;
  if (!Array.isArray(found)) return found;
  return found.toSorted((a, b) => (down ? -1 : 1) * compare(a, b))[0];
}

function compareKeys(a: Value | undefined, b: Value | undefined): number {
  return a === undefined || b === undefined ? rank(a) - rank(b) : compare(a, b);
}
