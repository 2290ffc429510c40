import { identity, tenantIn } from '../checks/records/identity.js';
import type { Finding } from '../finding.js';
import type { Doc } from '../reading/fields.js';
import type { Room } from '../room.js';
import type { Ward } from '../ward.js';

/** Collections of the platform itself: what lies there is named otherwise. */
const OF_THE_PLATFORM: ReadonlySet<string> = new Set([
  'tenants',
  'tenant_hosts',
  'inbox',
  'event_cursors',
  'idempotency',
  'derived_keys',
  'application_keys',
  'refresh_tokens',
  'signing_keys',
]);

/** Whose every document is, by its name, in each collection of tenants, those of kinds included. */
export async function ownersWard({ look }: Room): Promise<Ward> {
  const collections = (await look.collections()).filter((name) => !OF_THE_PLATFORM.has(name));
  const examine = async (collection: string, docs: readonly Doc[]): Promise<Finding[]> => {
    const owned = docs.filter(({ tenantId }) => typeof tenantId === 'string');
    const tenants = await look.byKeys('tenants', owned.map(tenantIn), { _id: 1 });
    return owned.flatMap((doc) => identity(collection, doc, (id) => tenants.has(id)));
  };
  return {
    name: 'owners',
    expected: async () => {
      const counts = await Promise.all(collections.map((collection) => look.count(collection)));
      return counts.reduce((sum, count) => sum + count, 0);
    },
    async *first() {
      for (const collection of collections) {
        for await (const docs of look.stream(collection, { tenantId: 1 })) {
          yield { looked: docs.length, findings: await examine(collection, docs) };
        }
      }
    },
    again: async (ids) => {
      const found: Finding[] = [];
      for (const collection of collections) {
        const docs = await look.byKeys(collection, ids, { tenantId: 1 });
        found.push(...(await examine(collection, [...docs.values()])));
      }
      return found;
    },
  };
}
