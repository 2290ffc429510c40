import { join } from 'node:path';
import { startEmbeddedMongo, type EmbeddedMongo } from '#embedded-mongo';
import { CliError, messageOf } from '../cli-error.js';
import type { StackSettings } from './settings.js';

/** Starts the embedded database on the folder's data, on any free port: nothing remembers its address. */
export async function startEmbeddedDatabase({ dataDir, env }: StackSettings): Promise<EmbeddedMongo> {
  const options = { dataDir: join(dataDir, 'mongo'), nodeEnv: env['NODE_ENV'], logger: warn };
  return startEmbeddedMongo(options).catch((cause: unknown) => {
    const advice = 'Is Comptoir running already? Another folder: `npm start -- --data FOLDER`';
    throw new CliError(`The embedded database did not start: ${messageOf(cause)}. ${advice}`, { cause });
  });
}

function warn(line: string): void {
  process.stderr.write(`Database: ${line}\n`);
}
