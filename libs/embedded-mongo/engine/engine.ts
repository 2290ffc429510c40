import { CommandError } from '../errors.js';
import type { Change } from '../storage/change.js';
import { Journal } from '../storage/journal.js';
import { Arena } from './arena.js';
import { Collection } from './collection.js';
import { Cursors } from './cursors.js';
import type { FailPoints } from './fail-points.js';
import { replay } from './replay.js';
import { Scans } from './scans.js';
import { Sessions, type SessionWrite } from './sessions.js';

const MAX_NAMESPACE_BYTES = 255;

/** All data of one server: collections by `database.collection`, cursors, and the replies of retryable writes. */
export class Engine {
  readonly cursors = new Cursors();
  readonly sessions: Sessions;
  private readonly collections: Map<string, Collection>;
  private readonly arena = new Arena();

  constructor(
    readonly journal: Journal,
    /** What the log holds, from its beginning. */
    changes: Iterable<Change> = [],
    /** Undefined where faults on demand are not wanted. */
    readonly failPoints?: FailPoints,
    readonly scans = new Scans(),
  ) {
    const { collections, sessions } = replay(changes, (namespace) => this.newCollection(namespace));
    this.collections = collections;
    this.sessions = new Sessions(sessions);
    this.packIfDue();
  }

  collection(namespace: string): Collection | undefined {
    return this.collections.get(namespace);
  }

  /** The collection, made when it is missing (as a first insert does). */
  ensureCollection(namespace: string): Collection {
    const known = this.collections.get(namespace);
    if (known) return known;
    this.refuseOtherCase(namespace);
    const made = this.newCollection(checkedNamespace(namespace));
    this.collections.set(namespace, made);
    this.journal.push({ kind: 'create', namespace }, () => this.collections.delete(namespace));
    return made;
  }

  /** Two databases whose names differ by case alone would be one folder on some disks: MongoDB has them nowhere. */
  private refuseOtherCase(namespace: string): void {
    const name = databaseName(namespace);
    const other = this.databaseNames().find((known) => known !== name && known.toLowerCase() === name.toLowerCase());
    if (other === undefined) return;
    throw new CommandError(
      13297,
      `db already exists with different case already have: [${other}] trying to create [${name}]`,
    );
  }

  dropCollection(namespace: string): void {
    const dropped = this.collections.get(namespace);
    if (!dropped) return;
    this.collections.delete(namespace);
    this.journal.push({ kind: 'drop', namespace }, () => this.collections.set(namespace, dropped));
  }

  collectionsOf(database: string): Collection[] {
    return [...this.collections.values()].filter(({ namespace }) => namespace.startsWith(`${database}.`));
  }

  allCollections(): Iterable<Collection> {
    return this.collections.values();
  }

  databaseNames(): string[] {
    return [...new Set([...this.collections.keys()].map(databaseName))].sort();
  }

  /** Keeps the reply of a retryable write, in memory and in the log. */
  remember(write: SessionWrite): void {
    const before = this.sessions.remember(write);
    this.journal.push({ kind: 'session', session: write }, () => this.sessions.restore(write.session, before));
  }

  /** Gives back the room of what is gone: rewrites the log past four times what is alive, and the memory past one and a half. */
  compactIfDue(): void {
    this.journal.compactIfDue(this.liveBytes(), () => this.snapshot());
    this.packIfDue();
  }

  private packIfDue(): void {
    if (!this.arena.isSpent(this.liveBytes())) return;
    this.arena.restart();
    for (const { documents } of this.collections.values()) for (const stored of documents) stored.moveTo(this.arena);
  }

  private liveBytes(): number {
    let live = 0;
    for (const { bytes } of this.collections.values()) live += bytes;
    return live;
  }

  private newCollection(namespace: string): Collection {
    return new Collection(namespace, this.journal, this.scans, this.arena);
  }

  private *snapshot(): Generator<Change> {
    for (const collection of this.collections.values()) {
      const { namespace } = collection;
      yield { kind: 'create', namespace };
      for (const spec of collection.indexDocuments()) yield { kind: 'create-index', namespace, spec };
      for (const { raw } of collection.documents) yield { kind: 'put', namespace, bytes: raw };
    }
    for (const session of this.sessions.all()) yield { kind: 'session', session };
  }
}

function databaseName(namespace: string): string {
  return namespace.slice(0, namespace.indexOf('.'));
}

function checkedNamespace(namespace: string): string {
  const name = namespace.slice(namespace.indexOf('.') + 1);
  if (name === '' || name.includes('$') || name.includes('\0') || name.startsWith('system.')) {
    throw new CommandError(73, `Invalid collection name: '${name}'`);
  }
  if (Buffer.byteLength(namespace) > MAX_NAMESPACE_BYTES) {
    throw new CommandError(
      73,
      `Fully qualified namespace is too long. Namespace: ${namespace} Max: ${MAX_NAMESPACE_BYTES}`,
    );
  }
  return namespace;
}
