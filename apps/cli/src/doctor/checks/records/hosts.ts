import { findingsIn, when, type Finding } from '../../finding.js';
import type { Doc } from '../../reading/fields.js';

const finding = findingsIn('tenants');

/** Host names that the record of a tenant lists. */
export function hostsOf(tenant: Doc): string[] {
  const hosts = tenant['hosts'];
  return Array.isArray(hosts) ? hosts.map(String) : [];
}

/** A name belongs to a tenant when its record lists it and a row says so too. */
export function untakenHosts(tenant: Doc, ownerOf: (host: string) => string | null): Finding[] {
  const id = String(tenant['_id']);
  return hostsOf(tenant).flatMap((host) => {
    const owner = ownerOf(host);
    return when(owner !== id, () => {
      const says = `It lists ${host}, which belongs to ${owner ?? 'nobody'}.`;
      return finding({ key: id }, 'HOST_NOT_TAKEN', says, { host, owner });
    });
  });
}
