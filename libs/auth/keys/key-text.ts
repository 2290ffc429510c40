import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/**
 * `ck_<id><secret>`. The official tools of Stripe send nothing that does not look like a key of Stripe's, so the same key
 * may be spelled `rk_test_…` or `rk_live_…`; the spelling says nothing about which money moves.
 */
const FORM = /^(?:ck|rk_test|rk_live)_([0-9a-f]{24})([0-9a-f]{64})$/;

/** The two parts of a key. */
export interface KeyParts {
  id: string;
  secret: string;
}

/** A new key for the application key of this id (`key_…`), as it is shown once. */
export function newKeyText(id: string): { text: string; secretHash: string } {
  const secret = randomBytes(32).toString('hex');
  return { text: `ck_${id.slice('key_'.length)}${secret}`, secretHash: hashOf(secret) };
}

/** The parts of what was sent as a token; null where it is no application key, in whatever spelling. */
export function keyPartsOf(text: string): KeyParts | null {
  const [, id, secret] = FORM.exec(text) ?? [];
  return id !== undefined && secret !== undefined ? { id: `key_${id}`, secret } : null;
}

/** Whether the secret is the one that was hashed, in constant time. */
export function isSecret(secret: string, secretHash: string): boolean {
  const [given, kept] = [Buffer.from(hashOf(secret)), Buffer.from(secretHash)];
  return given.length === kept.length && timingSafeEqual(given, kept);
}

/** The key of a Basic header, which Stripe's clients may send as user name without a password; null for any other. */
export function keyInBasic(header: string): string | null {
  const encoded = /^Basic +([A-Za-z0-9+/]{1,400}={0,2})$/i.exec(header)?.[1];
  if (encoded === undefined) return null;
  const [, user] = /^([^:]*):$/.exec(Buffer.from(encoded, 'base64').toString('utf8')) ?? [];
  return user !== undefined && keyPartsOf(user) ? user : null;
}

function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}
