import { loadConfig, openDatabase } from '#platform';
import { TenantsService } from '#tenants';
import { withSeedServices } from '../../seed/apply-seed.js';
import { THEATRE } from './theatre.js';

/** Opens the theatre in the database that this environment names. */
export async function openTheatre(env: NodeJS.ProcessEnv): Promise<void> {
  const config = loadConfig(env);
  const database = await openDatabase(config);
  try {
    await withSeedServices(config, database, ({ context }) => context.get(TenantsService).put(THEATRE));
  } finally {
    await database.close();
  }
}
