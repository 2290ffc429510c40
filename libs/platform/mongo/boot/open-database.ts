import { ConfigError, type Config } from '../../config/config.js';
import { Database } from '../database.js';
import { checkAddress } from './address-rules.js';

/** What a process that connects may want to hear. */
export interface DatabaseListener {
  /** What is tolerated outside production only, a sentence each. */
  readonly onWarning?: (line: string) => void;
  /** The name of every command that is sent, for counting. */
  readonly onCommand?: (command: string) => void;
}

type Settings = Pick<Config, 'MONGODB_URI' | 'MONGODB_DATABASE' | 'NODE_ENV'>;

/**
 * Connects, and makes sure of what everything else rests on: writes that the majority has on disk, reads from the primary,
 * and a replica set. Says how to mend what is not so.
 */
export async function openDatabase(
  settings: Settings,
  { onWarning, onCommand }: DatabaseListener = {},
): Promise<Database> {
  for (const line of checkAddress(settings)) onWarning?.(line);
  const database = await Database.connect(settings.MONGODB_URI, settings.MONGODB_DATABASE, onCommand);
  try {
    assertReplicaSet(await database.hello());
  } catch (error) {
    await database.close();
    throw error;
  }
  return database;
}

function assertReplicaSet({ setName, msg }: Record<string, unknown>): void {
  // The router of a sharded cluster has no set of its own; its shards have.
  if (typeof setName === 'string' || msg === 'isdbgrid') return;
  throw new ConfigError(
    'MONGODB_URI leads to a server that is in no replica set: it cannot repeat a write that was cut off, nor survive its end; ' +
      'start mongod with --replSet rs0, run rs.initiate() on it once, and add ?replicaSet=rs0 to the address',
  );
}
