import { isDeepStrictEqual } from 'node:util';
import type { Index } from '../collection-definition.js';
import type { StoredModel } from '../stored-document.js';

/** What is needed of a model to look after its indexes. */
export type IndexedCollection = Pick<StoredModel['collection'], 'indexes' | 'createIndexes'> & {
  readonly name: string;
};

/** An index as the database describes it. */
type Described = Record<string, unknown> & { readonly name?: string; readonly key?: unknown };

/** MongoDB's code for a collection that does not exist yet. */
const NO_SUCH_COLLECTION = 26;

/** An index of a large collection takes longer than one call may: it is asked for again so often, for an hour at most. */
const MAX_ASKED = 900;

/** What says nothing of which documents an index holds, or for how long. */
const LABELS = new Set(['v', 'name', 'key', 'ns', 'background', 'hidden']);

/** Indexes of one collection that its definition asks for and the database lacks, and those it has otherwise. */
export interface IndexDifference {
  readonly missing: readonly Index[];
  /** A sentence each, with how to mend it. */
  readonly different: readonly string[];
}

/** Compares; changes nothing. Indexes that the definition does not know are somebody else's and left alone. */
export async function compareIndexes(
  collection: IndexedCollection,
  wanted: readonly Index[],
): Promise<IndexDifference> {
  const present = wanted.length ? await describedIn(collection) : [];
  const found = wanted.map((index) => {
    const same = present.find(({ key }) => isDeepStrictEqual(Object.entries(key ?? {}), Object.entries(index.keys)));
    return { index, same };
  });
  return {
    missing: found.filter(({ same }) => !same).map(({ index }) => index),
    different: found.flatMap(({ index, same }) => (same ? differences(collection.name, index, same) : [])),
  };
}

/**
 * Makes what is missing. Safe to repeat, to interrupt and to do in several processes at once: an index that another one is
 * making is waited for, and one that is there is left as it is.
 */
export async function makeIndexes(collection: IndexedCollection, missing: readonly Index[]): Promise<void> {
  if (missing.length === 0) return;
  const specs = missing.map(({ keys, options }) => ({ key: keys as Record<string, 1 | -1>, ...options }));
  for (let asked = 1; ; asked += 1) {
    try {
      await collection.createIndexes(specs);
      return;
    } catch (error) {
      // The call was given up, the work was not: asking again waits for the same index.
      if (!isTimeout(error) || asked === MAX_ASKED) throw error;
    }
  }
}

async function describedIn(collection: IndexedCollection): Promise<Described[]> {
  try {
    return await collection.indexes();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === NO_SUCH_COLLECTION) return [];
    throw error;
  }
}

function differences(collection: string, { options = {} }: Index, present: Described): string[] {
  const has = Object.fromEntries(Object.entries(present).filter(([name]) => !LABELS.has(name)));
  if (isDeepStrictEqual(has, { ...options })) return [];
  return [
    `Index ${present.name} of ${collection} has ${JSON.stringify(has)} and should have ${JSON.stringify(options)}; ` +
      `nothing was changed. When it may be missing for a while: db.${collection}.dropIndex(${JSON.stringify(present.name)}), ` +
      'and start again: it is made anew',
  ];
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && error.name === 'MongoNetworkTimeoutError';
}
