import mongoose, { type mongo } from 'mongoose';
import { CliError } from '../../cli-error.js';
import type { Doc } from './fields.js';

/** Documents in memory at a time, with all that belongs to them. */
const BATCH = 250;

/** How long the database may take to be found, milliseconds. */
const FOUND_WITHIN_MS = 5000;

type Projection = Readonly<Record<string, 0 | 1>>;

/** There is nothing to look at. */
export class NothingThere extends CliError {}

/** An index as the database describes it. */
export interface IndexShape {
  readonly key: Doc;
  readonly expireAfterSeconds?: number;
}

/** Reads one database and never writes. With a tenant, only what is named after that tenant. */
export class Look {
  private constructor(
    private readonly client: mongo.MongoClient,
    private readonly db: mongo.Db,
    readonly tenant: string | null,
  ) {}

  /** `heard` gets the name of every command that is sent. */
  static async at(
    uri: string,
    database: string,
    { tenant = null, heard }: { tenant?: string | null; heard?: (command: string) => void } = {},
  ): Promise<Look> {
    const client = new mongoose.mongo.MongoClient(uri, {
      appName: 'comptoir-doctor',
      serverSelectionTimeoutMS: FOUND_WITHIN_MS,
      retryWrites: false,
      monitorCommands: heard !== undefined,
    });
    if (heard) client.on('commandStarted', ({ commandName }) => heard(commandName));
    await client.connect();
    return new Look(client, client.db(database), tenant);
  }

  /** Refuses to call an empty, or another, database sound. */
  async mustHold(tenant: string | null): Promise<void> {
    const tenants = this.db.collection<Stored>('tenants');
    if (!(await tenants.findOne({}, { projection: { _id: 1 } }))) {
      throw new NothingThere(`The database "${this.db.databaseName}" holds no tenants: is it the right one?`);
    }
    if (tenant !== null && !(await tenants.findOne({ _id: tenant }, { projection: { _id: 1 } }))) {
      throw new NothingThere(`There is no tenant "${tenant}"`);
    }
  }

  async collections(): Promise<string[]> {
    const found = await this.db.listCollections({}, { nameOnly: true }).toArray();
    return found.map(({ name }) => name).sort();
  }

  /** Without a tenant an estimate, which costs nothing. */
  count(collection: string): Promise<number> {
    const documents = this.db.collection<Stored>(collection);
    return this.tenant === null ? documents.estimatedDocumentCount() : documents.countDocuments(this.own());
  }

  /** Every document, a batch at a time. */
  stream(collection: string, projection: Projection | null = null): AsyncIterable<Doc[]> {
    const options = { batchSize: BATCH, ...(projection ? { projection } : {}) };
    return inBatches(this.db.collection<Stored>(collection).find(this.own(), options).sort({ _id: 1 }));
  }

  /** What a pipeline that reads makes of a collection, a batch at a time. */
  aggregate(collection: string, stages: Doc[]): AsyncIterable<Doc[]> {
    const pipeline = [{ $match: this.own() }, ...stages];
    return inBatches(this.db.collection<Stored>(collection).aggregate<Doc>(pipeline, { batchSize: BATCH }));
  }

  /** Those of `keys` that are there, by `_id`. */
  async byKeys(
    collection: string,
    keys: Iterable<string>,
    projection: Projection | null = null,
  ): Promise<Map<string, Doc>> {
    const wanted = [...new Set(keys)];
    const found = new Map<string, Doc>();
    const documents = this.db.collection<Stored>(collection);
    for (let from = 0; from < wanted.length; from += BATCH) {
      const part = { _id: { $in: wanted.slice(from, from + BATCH) } };
      for (const doc of await documents.find(part, projection ? { projection } : {}).toArray()) found.set(doc._id, doc);
    }
    return found;
  }

  async indexes(collection: string): Promise<IndexShape[]> {
    const found: Doc[] = await this.db.collection(collection).listIndexes().toArray();
    return found.map(({ key, expireAfterSeconds }) => ({
      key: key as Doc,
      ...(expireAfterSeconds === undefined ? {} : { expireAfterSeconds: Number(expireAfterSeconds) }),
    }));
  }

  close(): Promise<void> {
    return this.client.close();
  }

  /** A range of `_id`, which needs no other index: `/` is followed by `0`. */
  private own(): mongo.Filter<Stored> {
    return this.tenant === null ? {} : { _id: { $gte: `${this.tenant}/`, $lt: `${this.tenant}0` } };
  }
}

/** Every collection of the product names its documents by text. */
interface Stored extends mongo.Document {
  _id: string;
}

async function* inBatches(documents: AsyncIterable<Doc>): AsyncIterable<Doc[]> {
  let batch: Doc[] = [];
  for await (const doc of documents) {
    batch.push(doc);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
