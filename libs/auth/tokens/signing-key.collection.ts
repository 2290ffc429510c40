import { defineCollection } from '#platform';

export interface SigningKeyRecord {
  /** `kid`: thumbprint of the public key (RFC 7638). */
  id: string;
  /** Private JWK, sealed. */
  sealed: string;
  createdAt: Date;
  /** From then on it signs nothing new; null for a key in use. May lie ahead. */
  retiredAt: Date | null;
}

const ONE_DAY_SECONDS = 86_400;

export const SIGNING_KEYS = defineCollection<SigningKeyRecord>({
  name: 'signing_keys',
  fields: { sealed: String, createdAt: Date, retiredAt: Date },
  indexes: [{ keys: { retiredAt: 1 }, options: { expireAfterSeconds: ONE_DAY_SECONDS } }],
});
