import { startEmbeddedMongo, type EmbeddedMongo } from '#embedded-mongo';
import mongoose from 'mongoose';
import { defineCollection, type Index } from '../collection-definition.js';
import { Database } from '../database.js';
import { makeIndexes, type IndexedCollection } from './index-sync.js';

interface Thing {
  id: string;
}

const BY_OWNER = { keys: { tenantId: 1, ownerId: 1 } } satisfies Index;
const EXPIRY = { keys: { expiresAt: 1 }, options: { expireAfterSeconds: 0 } } satisfies Index;
const OPEN_ONES = {
  keys: { tenantId: 1, state: 1 },
  options: { partialFilterExpression: { state: 'open' } },
} satisfies Index;

const things = (...indexes: Index[]) => defineCollection<Thing>({ name: 'things', fields: null, indexes });
const others = (...indexes: Index[]) => defineCollection<Thing>({ name: 'others', fields: null, indexes });

describe('the indexes of the database', () => {
  let mongo: EmbeddedMongo;
  let bare: mongoose.Connection;
  let names = 0;
  const open: Database[] = [];

  beforeAll(async () => {
    mongo = await startEmbeddedMongo({ mode: 'inline' });
  });
  // A database of its own for each.
  beforeEach(async () => {
    names += 1;
    bare = await mongoose.createConnection(mongo.uri, { dbName: `indexes_${names}` }).asPromise();
  });
  afterEach(async () => {
    await bare.close();
    for (const database of open.splice(0)) await database.close();
  });
  afterAll(() => mongo.stop());

  /** A gateway's view of it, as of one version of the definitions. */
  async function gateway(...definitions: ReturnType<typeof things>[]): Promise<Database> {
    const database = await Database.connect(`${mongo.uri}&journal=false`, `indexes_${names}`);
    open.push(database);
    for (const definition of definitions) database.tenantCollection(definition);
    return database;
  }

  const namesIn = async (collection: string): Promise<(string | undefined)[]> =>
    (await bare.collection(collection).indexes()).map(({ name }) => name);

  it('are made at the first boot and left alone at the next', async () => {
    const first = await gateway(things(BY_OWNER, EXPIRY, OPEN_ONES), others());
    expect(await first.syncIndexes()).toEqual([
      'things by tenantId, ownerId',
      'things by expiresAt',
      'things by tenantId, state',
    ]);
    expect(await namesIn('things')).toEqual(['_id_', 'tenantId_1_ownerId_1', 'expiresAt_1', 'tenantId_1_state_1']);
    expect(await first.syncIndexes()).toEqual([]);
    expect(await (await gateway(things(BY_OWNER, EXPIRY, OPEN_ONES))).syncIndexes()).toEqual([]);
  });

  it('are the same when several boot at once', async () => {
    const all = await Promise.all(Array.from({ length: 4 }, () => gateway(things(BY_OWNER, EXPIRY), others(EXPIRY))));
    await Promise.all(all.map((database) => database.syncIndexes()));
    expect(await namesIn('things')).toEqual(['_id_', 'tenantId_1_ownerId_1', 'expiresAt_1']);
    expect(await namesIn('others')).toEqual(['_id_', 'expiresAt_1']);
  });

  it('are completed where an earlier boot was interrupted', async () => {
    await bare.collection('things').createIndex(BY_OWNER.keys);
    const database = await gateway(things(BY_OWNER, EXPIRY), others(EXPIRY));
    expect(await database.syncIndexes()).toEqual(['things by expiresAt', 'others by expiresAt']);
  });

  it.each<[string, Index, Record<string, unknown>]>([
    ['another expiry', EXPIRY, { expireAfterSeconds: 60 }],
    ['no expiry', EXPIRY, {}],
    ['uniqueness that nobody asked for', BY_OWNER, { unique: true }],
    ['another condition', OPEN_ONES, { partialFilterExpression: { state: 'shut' } }],
  ])('with %s are refused with how to mend it, and nothing is changed or made', async (_what, wanted, options) => {
    await bare.collection('things').createIndex(wanted.keys, options);
    const database = await gateway(things(wanted), others(EXPIRY));
    const before = await bare.collection('things').indexes();
    const name = Object.entries(wanted.keys).flat().join('_');
    const said = `Index ${name} of things has ${JSON.stringify(options)} and should have ${JSON.stringify(wanted.options ?? {})}`;
    await expect(database.syncIndexes()).rejects.toThrow(said);
    await expect(database.syncIndexes()).rejects.toThrow(`db.things.dropIndex("${name}")`);
    expect(await bare.collection('things').indexes()).toEqual(before);
    await expect(bare.collection('others').indexes()).rejects.toThrow('ns does not exist');
    await bare.collection('things').dropIndex(name);
    expect(await database.syncIndexes()).toHaveLength(2);
  });

  it('that somebody else made for himself stay, and may have a name of their own', async () => {
    await bare.collection('things').createIndex({ colour: 1 }, { unique: true });
    await bare.collection('things').createIndex(BY_OWNER.keys, { name: 'owners' });
    const database = await gateway(things(BY_OWNER));
    expect(await database.syncIndexes()).toEqual([]);
    expect(await namesIn('things')).toEqual(['_id_', 'colour_1', 'owners']);
  });

  it('that take longer than a call may are asked for until they are there; another failure ends it', async () => {
    const timeout = new mongoose.mongo.MongoNetworkTimeoutError('connection timed out');
    const outcomes: (Error | string[])[] = [timeout, timeout, ['tenantId_1_ownerId_1'], new Error('no rights')];
    const asked: unknown[] = [];
    const slow: IndexedCollection = {
      name: 'things',
      indexes: () => Promise.resolve([]) as never,
      createIndexes: (specs) => {
        asked.push(specs);
        const outcome = outcomes.shift()!;
        return outcome instanceof Error ? Promise.reject(outcome) : Promise.resolve(outcome);
      },
    };
    await makeIndexes(slow, [BY_OWNER]);
    expect(asked).toHaveLength(3);
    expect(new Set(asked.map((one) => JSON.stringify(one)))).toEqual(new Set(['[{"key":{"tenantId":1,"ownerId":1}}]']));
    await expect(makeIndexes(slow, [BY_OWNER])).rejects.toThrow('no rights');
  });

  it('of a tenant’s documents begin with the tenant, but for those of sweeper and expiry', async () => {
    const database = await gateway(things({ keys: { dueAt: 1 } }, EXPIRY, BY_OWNER));
    expect(() => database.tenantCollection(others({ keys: { ownerId: 1 } }))).toThrow(
      'The index by ownerId of others must begin with tenantId',
    );
    expect(() => database.tenantCollection(others({ keys: { dueAt: 1, tenantId: 1 } }))).toThrow('tenantId');
  });
});
