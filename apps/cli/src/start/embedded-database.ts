import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startEmbeddedMongo, type EmbeddedMongo } from '#embedded-mongo';
import { CliError, messageOf } from '../cli-error.js';
import type { StackSettings } from './settings.js';

/** Where in the folder the address stands while the database runs, for commands that look into it meanwhile. */
export const DATABASE_ADDRESS = join('mongo', 'address');

/** Starts the embedded database on the folder's data, on any free port. */
export async function startEmbeddedDatabase({ dataDir, env }: StackSettings): Promise<EmbeddedMongo> {
  const options = { dataDir: join(dataDir, 'mongo'), nodeEnv: env['NODE_ENV'], logger: warn };
  const database = await startEmbeddedMongo(options).catch((cause: unknown) => {
    const advice = 'Is Comptoir running already? Another folder: `npm start -- --data FOLDER`';
    throw new CliError(`The embedded database did not start: ${messageOf(cause)}. ${advice}`, { cause });
  });
  const address = join(dataDir, DATABASE_ADDRESS);
  writeFileSync(address, database.uri);
  const stop = (): Promise<void> => {
    rmSync(address, { force: true });
    return database.stop();
  };
  return { ...database, stop };
}

function warn(line: string): void {
  process.stderr.write(`Database: ${line}\n`);
}
