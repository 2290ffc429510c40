import { startEmbeddedMongo } from '#embedded-mongo';
import type { TenantContext } from '@comptoir/tenant-kit';
import { Database } from '#platform';
import { KindCollections } from '../../libs/platform/mongo/kind-collections.js';
import { until } from '../setup/shopping.js';

interface Note {
  id: string;
  removeAt: Date | null;
}

const HOUR_MS = 3_600_000;

describe('documents of a kind that may be removed from some instant on', () => {
  it('go by themselves then, and stay before it and where there is none', async () => {
    const server = await startEmbeddedMongo({ mode: 'inline' });
    const database = await Database.connect(`${server.uri}&journal=false`, 'removed_after');
    try {
      const notes = new KindCollections(database).collection<Note>('notes', { removedAfter: 'removeAt' });
      await database.syncIndexes();
      const tenant = { tenantId: 'alpha' } as TenantContext;
      const instants = { past: -HOUR_MS, future: HOUR_MS };
      for (const [id, after] of Object.entries(instants)) {
        await notes.insert(tenant, { id, removeAt: new Date(Date.now() + after) });
      }
      await notes.insert(tenant, { id: 'none', removeAt: null });
      await until(
        () => notes.get(tenant, 'past'),
        (found) => found === null,
        'the one of the past to go',
      );
      const left = await notes.find(tenant, {}, { limit: 10, sort: { _id: 1 } });
      expect(left.map(({ id }) => id)).toEqual(['future', 'none']);
    } finally {
      await database.close();
      await server.stop();
    }
  });
});
