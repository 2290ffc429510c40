import { MongoClient, type Db, type Document, type ObjectId } from 'mongodb';
import { spawnServer } from './server-process.js';

/** A document of the specs; its `_id` is whatever the check finds readable. */
export interface Row extends Document {
  _id: string | number | ObjectId;
}

/** A database to check: on a server of our own in another process, or on a real one when its URI is given. */
export interface Target {
  readonly uri: string;
  readonly client: MongoClient;
  readonly db: Db;
  close(): Promise<void>;
}

/** Starts (or finds) the server and connects the unmodified driver. */
export async function openTarget(externalUri: string | undefined, dbName: string): Promise<Target> {
  const server = externalUri === undefined ? await spawnServer({}) : undefined;
  const uri = server?.uri ?? externalUri ?? '';
  const client = await MongoClient.connect(uri);
  const db = client.db(dbName);
  await db.dropDatabase();
  return {
    uri,
    client,
    db,
    close: async () => {
      await db.dropDatabase();
      await client.close();
      await server?.end('SIGTERM');
    },
  };
}
