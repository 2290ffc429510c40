import { defineCollection } from '#platform';
import type { SessionType } from '../scopes.js';

/** Whose session a chain is. */
export interface SessionOwner {
  principalId: string;
  type: SessionType;
  /** Where the account lives: `platform` for operators and applications. */
  tenantId: string;
  /** E-mail of the account; null for a guest, who has none. */
  email: string | null;
}

/** One session: a chain of refresh tokens of which only the last one is good. */
export interface RefreshChain extends SessionOwner {
  id: string;
  /** SHA-256 of the one good token. The token itself is stored nowhere. */
  currentHash: string;
  createdAt: Date;
  expiresAt: Date;
  revokedAt: Date | null;
}

export const REFRESH_TOKENS = defineCollection<RefreshChain>({
  name: 'refresh_tokens',
  fields: {
    currentHash: String,
    principalId: String,
    type: String,
    email: String,
    createdAt: Date,
    expiresAt: Date,
    revokedAt: Date,
  },
  indexes: [{ keys: { expiresAt: 1 }, options: { expireAfterSeconds: 0 } }],
});
