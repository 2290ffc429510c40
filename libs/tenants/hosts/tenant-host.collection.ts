import { defineCollection } from '#platform';

/** Which tenant a host name belongs to; `_id` is the name, so no name has two owners. */
export interface TenantHost {
  id: string;
  tenantId: string;
}

export const TENANT_HOSTS = defineCollection<TenantHost>({
  name: 'tenant_hosts',
  fields: {},
  indexes: [{ keys: { tenantId: 1 } }],
});
