import { ConfigError, loadConfig, openDatabase, type Config, type Database } from '#platform';
import { CliError } from '../cli-error.js';

/** Settings of the gateway, as `env` gives them. */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  try {
    return loadConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) throw new CliError(`Wrong setting: ${error.message.replaceAll('\n', '; ')}`);
    throw error;
  }
}

/** The database that these settings name. */
export async function openConfigured(config: Config): Promise<Database> {
  return openDatabase(config).catch((cause: unknown) => {
    if (cause instanceof ConfigError) throw new CliError(`Wrong setting: ${cause.message}`, { cause });
    const host = config.MONGODB_URI.replace(/\/\/[^@/]*@/, '//');
    throw new CliError(`The database at ${host} does not answer: start it, or correct MONGODB_URI`, { cause });
  });
}
