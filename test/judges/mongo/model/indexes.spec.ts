import { BSONRegExp, Int32 } from 'bson';
import fc, { type Arbitrary } from 'fast-check';
import { encodeDocument } from '../../../../libs/embedded-mongo/bson/encode.js';
import { Collection } from '../../../../libs/embedded-mongo/engine/collection.js';
import { select } from '../../../../libs/embedded-mongo/engine/select.js';
import type { StoredDocument } from '../../../../libs/embedded-mongo/engine/stored-document.js';
import type { Doc, Value } from '../../../../libs/embedded-mongo/bson/value.js';
import { CommandError } from '../../../../libs/embedded-mongo/errors.js';
import { documentKeys, type KeyField } from '../../../../libs/embedded-mongo/index/document-keys.js';
import { parseIndexSpec, type IndexSpec } from '../../../../libs/embedded-mongo/index/index-spec.js';
import { parseSort } from '../../../../libs/embedded-mongo/query/sort.js';
import { Journal } from '../../../../libs/embedded-mongo/storage/journal.js';
import { progress, reportCases, sized } from '../../size.js';
import { record, scalar, value } from './values.js';

// An index may change how a result is found, never what it is. The same writes go to a collection with random indexes
// and to one without; every query is put to both. The writes include refused ones and ones that are taken back.

const FIELDS = ['a', 'b', 'c', 'a.b', 'a.c', 'b.a'];
const direction = fc.constantFrom<Value>(new Int32(1), new Int32(-1));
const keyPattern: Arbitrary<Doc> = fc
  .uniqueArray(fc.tuple(fc.constantFrom(...FIELDS), direction), {
    minLength: 1,
    maxLength: 3,
    selector: ([name]) => name,
  })
  .map((entries): Doc => new Map(entries));

/** What scalars and small containers the documents share with the filters, so that filters find something. */
const field: Arbitrary<Value> = fc.oneof(
  { weight: 5, arbitrary: scalar },
  { weight: 2, arbitrary: fc.array(scalar, { maxLength: 3 }) },
  { weight: 1, arbitrary: value },
  {
    weight: 2,
    arbitrary: fc.record({ b: scalar, c: fc.oneof(scalar, fc.array(scalar, { maxLength: 2 })) }).map(plainDoc),
  },
  {
    weight: 2,
    arbitrary: fc
      .array(fc.record({ b: scalar, c: scalar }, { requiredKeys: [] }).map(plainDoc), { maxLength: 3 })
      .map((docs): Value => docs),
  },
);
/** Most runs have arrays; without any an index is also used for the order. */
function contentOf(one: Arbitrary<Value>): Arbitrary<Doc> {
  return fc.record({ a: one, b: one, c: one }, { requiredKeys: [] }).map(plainDoc);
}
const content = contentOf(field);
const flatContent = contentOf(
  fc.oneof(
    { weight: 4, arbitrary: scalar },
    { weight: 1, arbitrary: fc.record({ b: scalar, c: scalar }).map(plainDoc) },
  ),
);

const comparable = scalar.filter((one) => !(one instanceof BSONRegExp));
const condition: Arbitrary<Value> = fc.oneof(
  { weight: 4, arbitrary: field.filter((one) => !(one instanceof Map)) },
  { weight: 1, arbitrary: field },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Value>(new BSONRegExp('^a'), new BSONRegExp('^ab'), new BSONRegExp('^A', 'i')),
  },
  {
    weight: 4,
    arbitrary: fc
      .tuple(fc.constantFrom('$eq', '$gt', '$gte', '$lt', '$lte', '$ne'), comparable)
      .map((one) => record(one)),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom('$gt', '$gte'), comparable, fc.constantFrom('$lt', '$lte'), comparable)
      .map(([low, from, high, to]) => record([low, from], [high, to])),
  },
  {
    weight: 3,
    arbitrary: fc
      .tuple(
        fc.constantFrom('$in', '$all', '$nin'),
        fc.array(
          field.filter((one) => !(one instanceof Map)),
          { maxLength: 3 },
        ),
      )
      .map((one) => record(one)),
  },
  { weight: 1, arbitrary: fc.boolean().map((yes) => record(['$exists', yes])) },
  { weight: 1, arbitrary: fc.constantFrom('^a', '^ab', '^a*').map((text) => record(['$regex', text])) },
  { weight: 1, arbitrary: comparable.map((one) => record(['$not', record(['$gt', one])])) },
  { weight: 1, arbitrary: comparable.map((one) => record(['$elemMatch', record(['$gte', one])])) },
);
const conditions: Arbitrary<Doc> = fc
  .uniqueArray(fc.tuple(fc.constantFrom(...FIELDS), condition), { maxLength: 3, selector: ([name]) => name })
  .map((entries): Doc => new Map(entries));
const filter: Arbitrary<Doc> = fc.oneof(
  { weight: 4, arbitrary: conditions },
  { weight: 1, arbitrary: fc.tuple(conditions, conditions).map(([one, two]) => record(['$and', [one, two]])) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(conditions, conditions, conditions)
      .map(([one, two, three]): Doc => new Map([...one, ['$or', [two, three]]])),
  },
);

const kind: Arbitrary<Doc> = fc.oneof(
  { weight: 3, arbitrary: fc.constant(record()) },
  { weight: 1, arbitrary: fc.constant(record(['unique', true])) },
  { weight: 2, arbitrary: fc.constant(record(['sparse', true])) },
  { weight: 1, arbitrary: fc.constant(record(['sparse', true], ['unique', true])) },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom<[string, Value]>(
        ['a', record(['$exists', true])],
        ['b', record(['$gt', new Int32(0)])],
        ['c', record(['$type', 'string'])],
        ['a', new Int32(1)],
      )
      .map((entry) => record(['partialFilterExpression', record(entry)])),
  },
);
const index: Arbitrary<Doc> = fc
  .tuple(keyPattern, kind)
  .map(([key, options]): Doc => new Map([['key', key], ...options]));

type Write =
  | { readonly kind: 'insert'; readonly content: Doc }
  | { readonly kind: 'replace'; readonly at: number; readonly content: Doc }
  | { readonly kind: 'remove'; readonly at: number };
function writeOf(documents: Arbitrary<Doc>): Arbitrary<Write> {
  return fc.oneof(
    { weight: 5, arbitrary: documents.map((one): Write => ({ kind: 'insert', content: one })) },
    {
      weight: 2,
      arbitrary: fc.tuple(fc.nat(20), documents).map(([at, one]): Write => ({ kind: 'replace', at, content: one })),
    },
    { weight: 1, arbitrary: fc.nat(20).map((at): Write => ({ kind: 'remove', at })) },
  );
}
/** Commands of some writes each, kept or taken back as a whole. */
function commandsOf(documents: Arbitrary<Doc>): Arbitrary<{ writes: Write[]; keep: boolean }[]> {
  const writes = fc.array(writeOf(documents), { minLength: 1, maxLength: 4 });
  const keep = fc.integer({ min: 0, max: 4 }).map((n) => n > 0);
  return fc.array(fc.record({ writes, keep }), { minLength: 1, maxLength: 8 });
}
const query = fc.record({
  filter,
  /** A part of the first index, the same way round or the other. */
  sort: fc.oneof(
    fc.constant(record()),
    keyPattern,
    fc.record({ fields: fc.integer({ min: 1, max: 3 }), turned: fc.boolean() }),
  ),
  skip: fc.nat(2),
  limit: fc.nat(3),
});

function plainDoc(fields: Record<string, Value | undefined>): Doc {
  return new Map(Object.entries(fields).filter((entry): entry is [string, Value] => entry[1] !== undefined));
}

/** One collection and the journal that can take its writes back. */
class Side {
  private readonly journal = new Journal(undefined, () => undefined);
  readonly collection = new Collection('t.c', this.journal);
  private nextId = 0;

  constructor(specs: readonly IndexSpec[]) {
    this.collection.addIndexes(specs);
    this.journal.commit();
  }

  /** Whether each write was accepted. */
  run(writes: readonly Write[], accepted: readonly boolean[] | undefined, keep: boolean): boolean[] {
    const done = writes.map((one, at) => {
      this.nextId++;
      return accepted?.[at] !== false && this.accepts(one);
    });
    if (keep) this.journal.commit();
    else this.journal.rollBack();
    return done;
  }

  private accepts(one: Write): boolean {
    const all = [...this.collection.documents].sort((x, y) => idOf(x) - idOf(y));
    const target = one.kind === 'insert' ? undefined : all[one.at % Math.max(1, all.length)];
    try {
      if (one.kind === 'insert')
        this.collection.insert(encodeDocument(new Map([['_id', new Int32(this.nextId)], ...one.content])));
      else if (!target) return true;
      else if (one.kind === 'remove') this.collection.remove(target);
      else this.collection.replace(target, new Map([['_id', target.get('_id')!], ...one.content]));
      return true;
    } catch (error) {
      // A unique index, or two arrays in one compound index.
      if (error instanceof CommandError && (error.code === 11000 || error.code === 171)) return false;
      throw error;
    }
  }
}

function idOf(stored: StoredDocument): number {
  const id = stored.get('_id');
  if (!(id instanceof Int32)) throw new Error('the documents of this test have numbers for ids');
  return id.value;
}

/** The ids found, or the code of the refusal. */
function ids(run: () => readonly StoredDocument[]): number[] | string {
  try {
    return run().map(idOf);
  } catch (error) {
    if (error instanceof CommandError) return `code ${error.code}`;
    throw error;
  }
}

/** What each document sorts by: those with the same keys may stand in any order. */
function sortKeys(documents: readonly StoredDocument[], sort: readonly KeyField[]): string[] {
  return documents.map((one) => documentKeys(one, sort).keys.toSorted((x, y) => (x < y ? -1 : 1))[0] ?? '');
}

function partOf(first: Doc | undefined, { fields, turned }: { fields: number; turned: boolean }): Doc {
  const key = first?.get('key');
  if (!(key instanceof Map)) throw new Error('an index has a key');
  const turn = (sign: Value): Value => new Int32((sign as Int32).value * (turned ? -1 : 1));
  return new Map([...key].slice(0, fields).map(([name, sign]) => [name, turn(sign)]));
}

/** The names of the indexes that hold all documents: only those may be asked for. */
function hintable({ indexes }: Collection): string[] {
  const whole = [...indexes.values()].filter(({ spec }) => !spec.sparse && !spec.partialFilterExpression);
  return whole.map(({ spec }) => spec.name);
}

function specsOf(indexes: readonly Doc[]): IndexSpec[] {
  return indexes.map((one, at) => parseIndexSpec(new Map([...one, ['name', `i${at}`]])));
}

it('an index never changes what a query finds, nor breaks the order asked for, through writes, refusals and rollbacks', () => {
  const cases = sized(6_000, 250);
  let planned = 0;
  let inOrder = 0;
  let found = 0;
  const slice = Math.min(cases, 2000);
  for (let done = 0; done < cases; done += slice) {
    fc.assert(
      fc.property(
        fc.array(index, { minLength: 1, maxLength: 3 }),
        fc.oneof({ weight: 2, arbitrary: commandsOf(content) }, { weight: 1, arbitrary: commandsOf(flatContent) }),
        fc.array(query, { minLength: 6, maxLength: 10 }),
        (indexes, commands, queries) => {
          const indexed = new Side(specsOf(indexes));
          const plain = new Side([]);
          for (const { writes, keep } of commands) {
            const accepted = indexed.run(writes, undefined, keep);
            plain.run(writes, accepted, keep);
          }
          for (const { filter: wanted, sort: order, skip, limit } of queries) {
            const sort = parseSort(order instanceof Map ? order : partOf(indexes[0], order));
            const whole = ids(() => select(plain.collection, { filter: wanted, sort }).documents);
            const all = ids(() => select(indexed.collection, { filter: wanted, sort }).documents);
            if (typeof whole === 'string' || typeof all === 'string') {
              // Which of the two meets the parallel arrays first depends on the way; both must have met them.
              expect(all).toEqual(whole);
              continue;
            }
            found += whole.length;
            expect(all.toSorted((x, y) => x - y)).toEqual(whole.toSorted((x, y) => x - y));
            const { plan, documents } = select(indexed.collection, { filter: wanted, sort, skip, limit });
            if (plan) planned++;
            if (plan?.sorted && sort.length > 0) inOrder++;
            expect(documents).toHaveLength(Math.max(0, Math.min(limit || Infinity, whole.length - skip)));
            expect(new Set(documents.map(idOf)).size).toBe(documents.length);
            expect(documents.every((one) => whole.includes(idOf(one)))).toBe(true);
            for (const hint of hintable(indexed.collection)) {
              const hinted = select(indexed.collection, { filter: wanted, sort, hint }).documents.map(idOf);
              expect(new Set(hinted)).toEqual(new Set(whole));
            }
            const inTurn = select(plain.collection, { filter: wanted, sort, skip, limit }).documents;
            if (sort.length > 0) expect(sortKeys(documents, sort)).toEqual(sortKeys(inTurn, sort));
          }
        },
      ),
      { numRuns: slice, seed: 20_260_201 + done },
    );
    progress(`indexes: ${done + slice} of ${cases} cases`);
  }
  expect({ planned: planned > cases, inOrder: inOrder > cases / 20, found: found > cases }).toEqual({
    planned: true,
    inOrder: true,
    found: true,
  });
  reportCases(cases, 0);
});
