import { defineCollection, type Config, type PlatformCollection } from '#platform';
import { openConfigured } from './configured.js';
import { demoContent } from './demo-content.js';

/** What was seeded, so that the next start need not look any further. */
interface SeedRecord {
  id: string;
  hash: string;
  seededAt: Date;
}

const SEEDS = defineCollection<SeedRecord>({
  name: 'seeds',
  fields: { hash: String, seededAt: Date },
  indexes: [],
});

const DEMO = 'demo';

/** Brings the demo's tenants, products and accounts into the database, unless exactly these are there already. */
export async function seedDemo(config: Config, options: { force: boolean }): Promise<string[]> {
  const { csv, hash } = demoContent(config.COMPTOIR_KINDS.join());
  const database = await openConfigured(config);
  try {
    const seeds = database.platformCollection(SEEDS);
    if (!options.force && (await seeds.get(DEMO))?.hash === hash) return [];
    // Imported only now: it loads Nest, and the usual answer is "nothing to do".
    const { applySeed } = await import('./apply-seed.js');
    const done = await applySeed(config, database, csv);
    await remember(seeds, hash);
    return done;
  } finally {
    await database.close();
  }
}

/** Written last: a seed that was interrupted is begun again. */
async function remember(seeds: PlatformCollection<SeedRecord>, hash: string): Promise<void> {
  await seeds.update(DEMO, {}, { $set: { hash, seededAt: new Date() } }, { upsert: true });
}
