import mongoose, { type Connection } from 'mongoose';
import type { TypedCollection } from './collection-definition.js';
import { DueCollection } from './due-collection.js';
import type { StoredDocument, StoredModel } from './stored-document.js';
import { PlatformCollection } from './platform-collection.js';
import { TenantCollection } from './tenant-collection.js';

/** How long an operation waits for a reachable primary before the caller is told, milliseconds. */
const SERVER_SELECTION_MS = 5000;
const SOCKET_MS = 15_000;
/** A load balancer asks every few seconds and waits for two, milliseconds. */
const PING_MS = 1500;

/** The connection, and the only door to collections. */
export class Database {
  private readonly models = new Map<string, StoredModel>();

  private constructor(private readonly connection: Connection) {}

  /**
   * Connects. Writes are acknowledged by the majority and journaled unless the address itself says otherwise, as the
   * embedded database's does. `onCommand` hears the name of every command that is sent, for counting.
   */
  static async connect(uri: string, name: string, onCommand?: (command: string) => void): Promise<Database> {
    const journal = /[?&]journal=/.test(uri) ? {} : { journal: true };
    const connection = mongoose.createConnection(uri, {
      dbName: name,
      autoIndex: false,
      autoCreate: false,
      maxPoolSize: 50,
      serverSelectionTimeoutMS: SERVER_SELECTION_MS,
      socketTimeoutMS: SOCKET_MS,
      writeConcern: { w: 'majority', ...journal },
      monitorCommands: onCommand !== undefined,
    });
    if (onCommand) connection.getClient().on('commandStarted', ({ commandName }) => onCommand(commandName));
    await connection.asPromise();
    return new Database(connection);
  }

  tenantCollection<T extends { id: string }>(definition: TypedCollection<T>): TenantCollection<T> {
    return new TenantCollection<T>(this.model(definition));
  }

  platformCollection<T extends { id: string }>(definition: TypedCollection<T>): PlatformCollection<T> {
    return new PlatformCollection<T>(this.model(definition));
  }

  dueCollection<T>(definition: TypedCollection<T>): DueCollection {
    return new DueCollection(this.model(definition));
  }

  /** Creates the indexes of every collection in use. Safe to repeat and to run in several processes at once. */
  async syncIndexes(): Promise<void> {
    await Promise.all([...this.models.values()].map((model) => model.createIndexes()));
  }

  /** Whether a primary answers; throws within {@link PING_MS} when none does. */
  async ping(): Promise<void> {
    await this.connection.getClient().db(this.connection.name).command({ ping: 1 }, { timeoutMS: PING_MS });
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
    for (const { keys, options } of definition.indexes) schema.index(keys, options ?? {});
    const model = this.connection.model<StoredDocument>(definition.name, schema);
    this.models.set(definition.name, model);
    return model;
  }
}
