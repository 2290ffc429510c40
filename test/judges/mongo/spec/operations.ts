import { ClientSession, Collection, Db, MongoClient, type Document } from 'mongodb';
import type { Entities } from './entities.js';
import { runTestCommand } from './test-commands.js';
import type { Operation } from './format.js';

/** Runs one operation and answers its result in the words of the test format. */
export async function runOperation(operation: Operation, entities: Entities, admin: MongoClient): Promise<unknown> {
  const { session, ...rest }: Document = operation.arguments ?? {};
  const args: Document = session === undefined ? rest : { ...rest, session: entities.session(session) };
  if (operation.object === 'testRunner') {
    return runTestCommand(operation.name, operation.arguments ?? {}, entities, admin);
  }
  const target = entities.entity(operation.object);
  const table = tableFor(target);
  const run = table[operation.name];
  if (!run) throw new Error(`this runner does not know the operation ${operation.name}`);
  return run(target as never, args);
}

type Run<T> = (target: T, args: Document) => unknown;

function tableFor(target: unknown): Record<string, Run<never>> {
  if (target instanceof Collection) return COLLECTION;
  if (target instanceof Db) return DATABASE;
  if (target instanceof MongoClient) return CLIENT;
  if (target instanceof ClientSession) return SESSION;
  throw new Error('the test runs an operation on something unknown');
}

const COLLECTION: Record<string, Run<Collection>> = {
  aggregate: (c, { pipeline, ...options }) => c.aggregate(pipeline, options).toArray(),
  bulkWrite: (c, { requests, ...options }) => c.bulkWrite(requests, options),
  count: (c, { filter, ...options }) => c.count(filter, options),
  countDocuments: (c, { filter, ...options }) => c.countDocuments(filter, options),
  createIndex: (c, { keys, ...options }) => c.createIndex(keys, options),
  deleteMany: (c, { filter, ...options }) => c.deleteMany(filter, options),
  deleteOne: (c, { filter, ...options }) => c.deleteOne(filter, options),
  distinct: (c, { fieldName, filter, ...options }) => c.distinct(fieldName, filter, options),
  dropIndex: (c, { name, ...options }) => c.dropIndex(name, options),
  estimatedDocumentCount: (c, options) => c.estimatedDocumentCount(options),
  find: (c, { filter, ...options }) => c.find(filter, options).toArray(),
  findOne: (c, { filter, ...options }) => c.findOne(filter, options),
  findOneAndDelete: (c, { filter, ...options }) => c.findOneAndDelete(filter, options),
  findOneAndReplace: (c, { filter, replacement, ...options }) =>
    c.findOneAndReplace(filter, replacement, after(options)),
  findOneAndUpdate: (c, { filter, update, ...options }) => c.findOneAndUpdate(filter, update, after(options)),
  insertMany: (c, { documents, ...options }) => c.insertMany(documents, options),
  insertOne: (c, { document, ...options }) => c.insertOne(document, options),
  listIndexes: (c, options) => c.listIndexes(options).toArray(),
  replaceOne: (c, { filter, replacement, ...options }) => c.replaceOne(filter, replacement, options),
  updateMany: (c, { filter, update, ...options }) => c.updateMany(filter, update, options),
  updateOne: (c, { filter, update, ...options }) => c.updateOne(filter, update, options),
};

const DATABASE: Record<string, Run<Db>> = {
  aggregate: (db, { pipeline, ...options }) => db.aggregate(pipeline, options).toArray(),
  createCollection: (db, { collection, ...options }) => db.createCollection(collection, options).then(() => undefined),
  dropCollection: (db, { collection, ...options }) => db.dropCollection(collection, options),
  listCollections: (db, { filter, ...options }) => db.listCollections(filter, options).toArray(),
  modifyCollection: (db, { collection, ...options }) => db.command({ collMod: collection, ...options }),
  runCommand: (db, { command, session }) => db.command(command, session ? { session } : {}),
};

const CLIENT: Record<string, Run<MongoClient>> = {
  clientBulkWrite: (client, { models, ...options }) =>
    client.bulkWrite(
      models.map((model: Document) => {
        const [[name, { namespace, ...rest }]] = Object.entries(model) as [[string, Document]];
        return { name, namespace, ...rest };
      }),
      options,
    ),
  listDatabases: (client, options) => client.db().admin().listDatabases(options),
};

const SESSION: Record<string, Run<ClientSession>> = {
  endSession: (session) => session.endSession(),
  startTransaction: (session) => session.startTransaction(),
};

function after({ returnDocument, ...options }: Document): Document {
  return returnDocument === undefined ? options : { ...options, returnDocument: returnDocument.toLowerCase() };
}
