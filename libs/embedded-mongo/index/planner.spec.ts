import type { Document } from 'bson';
import { bytes, doc, plain } from '../testing/bson.js';
import { Collection } from '../engine/collection.js';
import { select } from '../engine/select.js';
import { parseSort } from '../query/sort.js';
import { parseIndexSpec } from './index-spec.js';

/** A small generator with a seed, so that a failure can be repeated. */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 4294967296) * below);
  };
}

const INDEXES = [
  { key: { a: 1 }, name: 'a' },
  { key: { t: 1, a: -1 }, name: 't_a' },
  { key: { t: -1, b: 1, a: 1 }, name: 't_b_a' },
  { key: { 'i.x': 1, 'i.y': 1 }, name: 'i' },
  { key: { b: -1 }, name: 'b', sparse: true },
  { key: { a: 1, b: 1 }, name: 'p', partialFilterExpression: { t: 1 } },
];

function randomCase(random: (below: number) => number): {
  value: () => unknown;
  document: () => Document;
  filter: () => Document;
} {
  const pick = <T>(items: readonly T[]): T => items[random(items.length)] as T;
  const scalar = (): unknown => pick<unknown>([0, 1, 2, 3, 'a', 'ab', 'b', null, true, new Date(1), 2.5]);
  const value = (): unknown => (random(4) === 0 ? Array.from({ length: random(3) }, scalar) : scalar());
  const element = (): Document => ({ x: random(3), ...(random(2) ? { y: random(3) } : {}) });
  const document = (): Document => ({
    t: random(3),
    ...(random(5) ? { a: value() } : {}),
    ...(random(3) ? { b: random(3) ? scalar() : value() } : {}),
    ...(random(3) ? { i: random(3) ? Array.from({ length: random(3) }, element) : element() } : {}),
  });
  const condition = (): unknown => {
    const bound = pick(['$gt', '$gte', '$lt', '$lte', '$eq', '$ne']);
    return pick<() => unknown>([
      scalar,
      () => ({ [bound]: scalar() }),
      () => ({ $gte: random(3), $lt: random(4) }),
      () => ({ $gt: scalar(), $lte: scalar() }),
      () => ({ $in: [scalar(), scalar()] }),
      () => ({ $all: [scalar(), scalar()] }),
      () => ({ $exists: random(2) === 1 }),
      () => ({ $regex: '^a' }),
      () => ({ $not: { $gt: scalar() } }),
    ])();
  };
  const filter = (): Document => {
    const fields = ['t', 'a', 'b', 'i.x', 'i.y'].filter(() => random(2));
    const parts = Object.fromEntries(fields.map((field) => [field, field === 't' ? random(3) : condition()]));
    return random(5) ? parts : { $and: [parts, { a: condition() }] };
  };
  return { value, document, filter };
}

describe('an index', () => {
  it.each([1, 2, 3, 4])('never changes a result or its order by the sort keys (seed %i)', (seed) => {
    const random = generator(seed);
    const sink = { push: (): void => undefined };
    const indexed = new Collection('d.indexed', sink);
    const scanned = new Collection('d.scanned', sink);
    const { document, filter } = randomCase(random);
    const documents = Array.from({ length: 120 }, (_, _id) => ({ _id, ...document() }));
    let parallel = 0;
    for (const spec of INDEXES) indexed.buildIndex(parseIndexSpec(doc(spec)));
    for (const candidate of documents) {
      try {
        indexed.insert(bytes(candidate));
        scanned.insert(bytes(candidate));
      } catch {
        parallel++; // Two arrays under one compound index: refused, so in neither collection.
      }
    }
    expect(parallel).toBeLessThan(60);
    let planned = 0;
    for (let round = 0; round < 400; round++) {
      const asked = filter();
      const sort = [{}, { a: 1 }, { a: -1 }, { t: 1, a: -1 }, { t: -1, a: 1 }, { b: 1, _id: 1 }][random(6)] ?? {};
      const query = {
        filter: doc(asked),
        sort: parseSort(doc({ ...sort, ...(Object.keys(sort).length ? { _id: 1 } : {}) })),
      };
      const byIndex = select(indexed, query);
      const byScan = select(scanned, query);
      const ids = (found: typeof byIndex): unknown[] =>
        found.documents.map((stored) => plain(stored.get('_id') ?? null));
      const order = (list: unknown[]): unknown[] =>
        query.sort.length ? list : list.toSorted((x, y) => Number(x) - Number(y));
      expect({ asked, sort, ids: order(ids(byIndex)) }).toEqual({ asked, sort, ids: order(ids(byScan)) });
      if (byIndex.plan) planned++;
    }
    expect(planned).toBeGreaterThan(150);
  });

  it('keeps up with updates and removals', () => {
    const random = generator(9);
    const collection = new Collection('d.c', { push: () => undefined });
    collection.buildIndex(parseIndexSpec(doc({ key: { n: 1 }, name: 'n' })));
    const range = (): unknown[] =>
      select(collection, { filter: doc({ n: { $gte: 200, $lt: 300 } }), sort: parseSort(doc({ n: 1 })) }).documents.map(
        (stored) => plain(stored.get('n') ?? null),
      );
    expect(range()).toEqual([]);
    for (let _id = 0; _id < 3000; _id++) collection.insert(bytes({ _id, n: random(1000) }));
    for (const stored of [...collection.documents]) {
      if (random(3) === 0) collection.remove(stored);
      else if (random(2)) collection.replace(stored, doc({ _id: plain(stored.get('_id') ?? null), n: random(1000) }));
    }
    const all = [...collection.documents].map((stored) => Number(plain(stored.get('n') ?? null)));
    expect(range()).toEqual(all.filter((n) => n >= 200 && n < 300).toSorted((x, y) => x - y));
  });
});
