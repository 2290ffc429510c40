import mongoose, { type Connection } from 'mongoose';
import { compareIndexes, makeIndexes } from './boot/index-sync.js';
import { assertTenantFirst, type Index, type TypedCollection } from './collection-definition.js';
import { DueCollection } from './due-collection.js';
import type { StoredDocument, StoredModel } from './stored-document.js';
import { PlatformCollection } from './platform-collection.js';
import { TenantCollection } from './tenant-collection.js';

/** How long an operation waits for a reachable primary, or for a free connection, before the caller is told, milliseconds. */
const SERVER_SELECTION_MS = 5000;
/**
 * How long one answer may take, and one new connection. The driver asks once more by itself, so that a call to a database
 * that is gone without a word is answered after about twice this. Its own `timeoutMS`, one limit for all, has no effect.
 */
const ANSWER_MS = 4000;
/** A load balancer asks every few seconds and waits for two, milliseconds. */
const PING_MS = 1500;

/** The connection, and the only door to collections. */
export class Database {
  private readonly models = new Map<string, StoredModel>();
  private readonly indexes = new Map<string, readonly Index[]>();

  private constructor(private readonly connection: Connection) {}

  /**
   * Connects. Writes are acknowledged by the majority and journaled unless the address itself says otherwise, as the
   * embedded database's does; what a process that serves may be told so is decided by `openDatabase`. `onCommand` hears the name of every command that is sent, for counting.
   */
  static async connect(uri: string, name: string, onCommand?: (command: string) => void): Promise<Database> {
    const journal = /[?&]journal=/.test(uri) ? {} : { journal: true };
    const connection = mongoose.createConnection(uri, {
      dbName: name,
      autoIndex: false,
      autoCreate: false,
      maxPoolSize: 50,
      serverSelectionTimeoutMS: SERVER_SELECTION_MS,
      waitQueueTimeoutMS: SERVER_SELECTION_MS,
      connectTimeoutMS: ANSWER_MS,
      socketTimeoutMS: ANSWER_MS,
      writeConcern: { w: 'majority', ...journal },
      monitorCommands: onCommand !== undefined,
    });
    if (onCommand) connection.getClient().on('commandStarted', ({ commandName }) => onCommand(commandName));
    await connection.asPromise();
    return new Database(connection);
  }

  tenantCollection<T extends { id: string }>(definition: TypedCollection<T>): TenantCollection<T> {
    assertTenantFirst(definition);
    return new TenantCollection<T>(this.model(definition));
  }

  platformCollection<T extends { id: string }>(definition: TypedCollection<T>): PlatformCollection<T> {
    return new PlatformCollection<T>(this.model(definition));
  }

  dueCollection<T>(definition: TypedCollection<T>): DueCollection {
    return new DueCollection(this.model(definition));
  }

  /**
   * Makes the indexes of every collection in use that are missing, and answers which. An index that differs from its
   * definition is never changed or dropped: it is refused before anything is made, in words. Safe to repeat, to interrupt
   * and to run in several processes at once.
   */
  async syncIndexes(): Promise<string[]> {
    const collections = await Promise.all(
      [...this.models].map(async ([name, { collection }]) => {
        return { collection, ...(await compareIndexes(collection, this.indexes.get(name) ?? [])) };
      }),
    );
    const different = collections.flatMap((one) => one.different);
    if (different.length) throw new Error(different.join('\n'));
    await Promise.all(collections.map(({ collection, missing }) => makeIndexes(collection, missing)));
    return collections.flatMap(({ collection, missing }) =>
      missing.map(({ keys }) => `${collection.name} by ${Object.keys(keys).join(', ')}`),
    );
  }

  /** What the server says of itself. */
  async hello(): Promise<Record<string, unknown>> {
    return this.connection.getClient().db(this.connection.name).command({ hello: 1 });
  }

  /** Whether a primary answers; throws within {@link PING_MS} when none does. */
  async ping(): Promise<void> {
    await this.connection
      .getClient()
      .db(this.connection.name)
      .command({ ping: 1 }, { signal: AbortSignal.timeout(PING_MS) });
  }

  async close(): Promise<void> {
    await this.connection.close();
  }

  private model(definition: TypedCollection<unknown>): StoredModel {
    const known = this.models.get(definition.name);
    if (known) return known;
    const schema = new mongoose.Schema<StoredDocument>(
      { _id: String, tenantId: String, ...definition.fields },
      {
        strict: definition.fields ? 'throw' : false,
        strictQuery: definition.fields ? 'throw' : false,
        versionKey: false,
        minimize: false,
        collection: definition.name,
      },
    );
    const model = this.connection.model<StoredDocument>(definition.name, schema);
    this.models.set(definition.name, model);
    this.indexes.set(definition.name, definition.indexes);
    return model;
  }
}
