import { hostsOf, untakenHosts } from '../checks/records/hosts.js';
import type { Room } from '../room.js';
import type { Ward } from '../ward.js';
import { collectionWard } from './collection-ward.js';

/** The tenants themselves. */
export function tenantsWard({ look }: Room): Ward {
  return collectionWard(look, 'tenants', async (docs) => {
    const rows = await look.byKeys('tenant_hosts', docs.flatMap(hostsOf));
    const ownerOf = (host: string): string | null => {
      const row = rows.get(host);
      return row ? String(row['tenantId']) : null;
    };
    return docs.flatMap((tenant) => untakenHosts(tenant, ownerOf));
  });
}
