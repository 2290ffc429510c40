import type { Db, Document } from 'mongodb';
import { until } from '../../setup/shopping.js';

/** Every document of the product names itself by text. */
export interface Stored extends Document {
  _id: string;
}

/** Waits until everything that happens by itself has happened. */
export async function quiet(db: Db, now: () => Date): Promise<void> {
  const due = (): Promise<number[]> =>
    Promise.all(
      ['checkouts', 'deliveries', 'inbox'].map((name) =>
        db.collection(name).countDocuments({ dueAt: { $lte: now() } }),
      ),
    );
  await until(due, (counts) => counts.every((count) => count === 0), 'the town to be quiet');
}

/** Copies every collection; answers what was in them. */
export async function copied(from: Db, to: Db): Promise<Map<string, Stored[]>> {
  const original = new Map<string, Stored[]>();
  for (const { name } of await from.listCollections({}, { nameOnly: true }).toArray()) {
    const documents = await from.collection<Stored>(name).find().toArray();
    original.set(name, documents);
    if (documents.length > 0) await to.collection<Stored>(name).insertMany(documents);
  }
  return original;
}

export async function indexesOf(from: Db): Promise<Map<string, Document[]>> {
  const indexes = new Map<string, Document[]>();
  for (const { name } of await from.listCollections({}, { nameOnly: true }).toArray()) {
    indexes.set(name, await from.collection(name).listIndexes().toArray());
  }
  return indexes;
}

/** Makes those that are missing. */
export async function indexed(db: Db, indexes: ReadonlyMap<string, Document[]>): Promise<void> {
  for (const [collection, all] of indexes) {
    for (const { key, v: _version, ...options } of all) {
      if (options.name !== '_id_') await db.collection(collection).createIndex(key, options);
    }
  }
}
