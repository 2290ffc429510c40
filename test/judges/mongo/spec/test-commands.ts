import type { ClientSession, Document, MongoClient } from 'mongodb';
import type { Entities } from './entities.js';

/** The operations a test asks of the runner itself. */
export async function runTestCommand(
  name: string,
  args: Document,
  entities: Entities,
  admin: MongoClient,
): Promise<unknown> {
  switch (name) {
    case 'failPoint':
      return entities.client(args.client).db('admin').command(args.failPoint);
    case 'createEntities':
      return entities.create(args.entities);
    case 'assertCollectionExists':
    case 'assertCollectionNotExists': {
      const found = await admin.db(args.databaseName).listCollections({ name: args.collectionName }).toArray();
      if (found.length > 0 !== (name === 'assertCollectionExists'))
        throw new Error(`${name} fails: ${args.collectionName}`);
      return undefined;
    }
    case 'assertSessionDirty':
    case 'assertSessionNotDirty': {
      if (isDirty(entities.session(args.session)) !== (name === 'assertSessionDirty')) throw new Error(`${name} fails`);
      return undefined;
    }
    case 'assertSameLsidOnLastTwoCommands':
    case 'assertDifferentLsidOnLastTwoCommands': {
      const [one, two] = (entities.started.get(args.client) ?? []).slice(-2).map((event) => event.command.lsid.id);
      if ((one.toString('hex') === two.toString('hex')) !== (name === 'assertSameLsidOnLastTwoCommands'))
        throw new Error(`${name} fails`);
      return undefined;
    }
    default:
      throw new Error(`this runner does not know the operation ${name}`);
  }
}

function isDirty(session: ClientSession): boolean {
  return session.serverSession?.isDirty ?? false;
}
