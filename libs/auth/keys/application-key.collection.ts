import type { Scope } from '@comptoir/tenant-kit';
import { defineCollection } from '#platform';

/** By which an application of one tenant calls, without a login. The key itself is stored nowhere. */
export interface ApplicationKey {
  /** Stands in the key, and is the principal that owns what the application makes. */
  id: string;
  tenantId: string;
  /** For a person who looks through the list. */
  name: string;
  scopes: Scope[];
  /** SHA-256 of the secret part: of 256 random bits, so that no slow hash is needed. */
  secretHash: string;
  createdAt: Date;
  /** From then on it opens nothing. */
  revokedAt: Date | null;
}

/** A platform collection: which tenant a key belongs to is known only once it was read. */
export const APPLICATION_KEYS = defineCollection<ApplicationKey>({
  name: 'application_keys',
  fields: { name: String, scopes: [String], secretHash: String, createdAt: Date, revokedAt: Date },
  indexes: [{ keys: { tenantId: 1, createdAt: -1 } }],
});
