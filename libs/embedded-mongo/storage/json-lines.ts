import { deserialize, EJSON, serialize } from 'bson';
import { checkDocument } from '../bson/check.js';
import { decodeDocument } from '../bson/decode.js';
import { encodeDocument } from '../bson/encode.js';
import { Engine } from '../engine/engine.js';
import { newDocument } from '../engine/new-document.js';
import { reasonOf } from '../errors.js';
import { parseIndexSpec } from '../index/index-spec.js';
import { openStorage } from './open-storage.js';

const EXACTLY = { promoteValues: false, promoteLongs: false, promoteBuffers: false, bsonRegExp: true } as const;
const COMMIT_EVERY = 500;

/**
 * Every index and document of a data folder that no server uses, one JSON line each: `{"ns", "index"}` or
 * `{"ns", "doc"}` in MongoDB's canonical Extended JSON; `{"ns", "bson"}` (base64) where JSON would lose the order of keys.
 */
export async function* exportJsonLines(dataDir: string): AsyncGenerator<string> {
  const storage = openStorage(dataDir, () => undefined);
  try {
    for (const collection of new Engine(storage.journal, storage.changes).allCollections()) {
      const { namespace: ns, documents } = collection;
      yield JSON.stringify({ ns });
      for (const spec of collection.indexDocuments()) yield lineOf(ns, 'index', encodeDocument(spec));
      for (const { raw } of documents) yield lineOf(ns, 'doc', raw);
    }
  } finally {
    await storage.close();
  }
}

/** Adds exported lines to a data folder that no server uses; answers how many documents came in and are on the disk. */
export async function importJsonLines(dataDir: string, lines: AsyncIterable<string>): Promise<number> {
  const storage = openStorage(dataDir, () => undefined);
  let at = 0;
  let documents = 0;
  try {
    const engine = new Engine(storage.journal, storage.changes);
    for await (const line of lines) {
      at++;
      if (line.trim() !== '' && takeLine(engine, line)) documents++;
      if (at % COMMIT_EVERY === 0) storage.journal.commit();
    }
    storage.journal.commit();
    return documents;
  } catch (error) {
    throw new Error(`line ${at} cannot be imported: ${reasonOf(error)}`, { cause: error });
  } finally {
    await storage.close();
  }
}

function lineOf(ns: string, kind: 'index' | 'doc', bytes: Buffer): string {
  const text = EJSON.stringify(deserialize(bytes, EXACTLY), { relaxed: false });
  const back = Buffer.from(serialize(EJSON.parse(text, { relaxed: false })));
  const head = `{"ns":${JSON.stringify(ns)}`;
  if (back.equals(bytes)) return `${head},"${kind}":${text}}`;
  return kind === 'doc'
    ? `${head},"bson":"${bytes.toString('base64')}"}`
    : `${head},"indexBson":"${bytes.toString('base64')}"}`;
}

/** Answers whether the line was a document. */
function takeLine(engine: Engine, line: string): boolean {
  const entry: unknown = JSON.parse(line);
  if (!isEntry(entry)) throw new Error('it is no {"ns": "database.collection", …}');
  const collection = engine.ensureCollection(entry.ns);
  if ('index' in entry || 'indexBson' in entry) {
    collection.addIndexes([parseIndexSpec(decodeDocument(bytesOf(entry.index, entry.indexBson)))]);
    return false;
  }
  if (!('doc' in entry) && !('bson' in entry)) return false;
  collection.insert(newDocument(bytesOf(entry.doc, entry.bson)));
  return true;
}

function bytesOf(extended: unknown, base64: unknown): Buffer {
  const bytes = typeof base64 === 'string' ? Buffer.from(base64, 'base64') : serializedLine(extended);
  if (checkDocument(bytes) !== bytes.length) throw new Error('it holds more than a document');
  return bytes;
}

function serializedLine(extended: unknown): Buffer {
  const value: unknown = EJSON.parse(JSON.stringify(extended), { relaxed: false });
  if (typeof value !== 'object' || value === null) throw new Error('it holds no document');
  return Buffer.from(serialize(value));
}

interface Entry {
  readonly ns: string;
  readonly index?: unknown;
  readonly indexBson?: unknown;
  readonly doc?: unknown;
  readonly bson?: unknown;
}

function isEntry(value: unknown): value is Entry {
  return typeof value === 'object' && value !== null && 'ns' in value && typeof value.ns === 'string';
}
