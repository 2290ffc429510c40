import { MongoBulkWriteError, MongoError, MongoServerError, type Document, type MongoClient } from 'mongodb';
import { Entities } from './entities.js';
import type { CollectionData, ExpectedEvents, Operation, SpecFile, SpecTest } from './format.js';
import { difference } from './matching.js';
import { runOperation } from './operations.js';

const FAIL_POINTS = ['failCommand', 'onPrimaryTransactionalWrite'];

/** Runs one test from its initial data to its outcome; throws what is wrong. */
export async function runTest(file: SpecFile, test: SpecTest, uri: string, admin: MongoClient): Promise<void> {
  for (const data of file.initialData ?? []) await fill(admin, data);
  const entities = new Entities(uri);
  try {
    await entities.create(file.createEntities ?? []);
    for (const operation of test.operations) await check(operation, entities, admin);
    for (const expected of test.expectEvents ?? []) checkEvents(expected, entities);
    for (const data of test.outcome ?? []) await checkOutcome(admin, data, entities);
  } finally {
    for (const configureFailPoint of FAIL_POINTS) await admin.db('admin').command({ configureFailPoint, mode: 'off' });
    await entities.close();
  }
}

async function fill(admin: MongoClient, { databaseName, collectionName, documents }: CollectionData): Promise<void> {
  const db = admin.db(databaseName);
  await db.dropCollection(collectionName);
  if (documents.length > 0) await db.collection(collectionName).insertMany(documents.map((one) => ({ ...one })));
  else await db.createCollection(collectionName);
}

async function check(operation: Operation, entities: Entities, admin: MongoClient): Promise<void> {
  let result: unknown;
  let failure: unknown;
  try {
    result = await runOperation(operation, entities, admin);
  } catch (error) {
    failure = error;
  }
  if (operation.ignoreResultAndError) return;
  if (operation.expectError) {
    checkError(operation.expectError, failure, entities);
    return;
  }
  if (failure !== undefined) throw failure;
  if ('expectResult' in operation) fail(difference(operation.expectResult, result, entities));
  if (operation.saveResultAsEntity !== undefined) entities.save(operation.saveResultAsEntity, result);
}

function checkError(expected: Document, error: unknown, entities: Entities): void {
  if (!(error instanceof Error)) throw new Error('the operation should fail');
  if (/^this runner/.test(error.message)) throw error;
  const known = error instanceof MongoError ? error : undefined;
  if (expected.isClientError === false && known && !(known instanceof MongoServerError)) {
    throw new Error(`expected an error of the server, got ${String(error)}`);
  }
  if (expected.isClientError === true && known instanceof MongoServerError) {
    throw new Error(`expected an error of the client, got ${String(error)}`);
  }
  if (expected.errorCode !== undefined)
    fail(difference(expected.errorCode, (error as MongoServerError).code, entities));
  if (expected.errorCodeName !== undefined) {
    fail(difference(expected.errorCodeName, (error as MongoServerError).codeName, entities));
  }
  if (
    expected.errorContains !== undefined &&
    !error.message.toLowerCase().includes(expected.errorContains.toLowerCase())
  ) {
    throw new Error(`expected "${expected.errorContains}" in "${error.message}"`);
  }
  for (const label of expected.errorLabelsContain ?? []) {
    if (!known?.hasErrorLabel(label)) throw new Error(`the error lacks the label ${label}: ${String(error)}`);
  }
  for (const label of expected.errorLabelsOmit ?? []) {
    if (known?.hasErrorLabel(label)) throw new Error(`the error has the label ${label}: ${String(error)}`);
  }
  if (expected.errorResponse) {
    fail(difference(expected.errorResponse, (error as MongoServerError).errorResponse, entities));
  }
  if (expected.expectResult) {
    const result =
      error instanceof MongoBulkWriteError ? error.result : (error as { partialResult?: unknown }).partialResult;
    fail(difference(expected.expectResult, result, entities));
  }
}

function checkEvents({ client, eventType, events, ignoreExtraEvents }: ExpectedEvents, entities: Entities): void {
  if (eventType !== undefined && eventType !== 'command') return; // Pools are the driver's own matter.
  const seen = entities.eventsOf(client);
  const names = seen.map(({ event }) => event.commandName).join();
  if (seen.length !== events.length && !(ignoreExtraEvents && seen.length > events.length)) {
    throw new Error(`expected ${events.length} commands, saw ${seen.length}: ${names}`);
  }
  for (const [index, expected] of events.entries()) {
    const [[name, fields]] = Object.entries(expected) as [[string, Document]];
    const found = seen[index];
    if (found?.name !== name) throw new Error(`expected a ${name} at ${index}, saw ${found?.name}`);
    const { command, ...rest } = fields;
    fail(difference(rest, found.event, entities, true, `events[${index}]`));
    if (command) fail(difference(command, found.event.command, entities, true, `events[${index}].command`));
  }
}

async function checkOutcome(admin: MongoClient, data: CollectionData, entities: Entities): Promise<void> {
  const found = await admin.db(data.databaseName).collection(data.collectionName).find().sort({ _id: 1 }).toArray();
  // Not as root documents: nothing may be in the collection that is not expected.
  fail(difference(data.documents, found, entities, false, `outcome of ${data.collectionName}`));
}

function fail(reason: string | undefined): void {
  if (reason !== undefined) throw new Error(reason);
}
