import { randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';

/** OWASP's first choice for argon2id, which is the library's default algorithm: 19 MiB, two passes, one lane. */
const COSTS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

let dummy: Promise<string> | undefined;

export function hashPassword(password: string): Promise<string> {
  return hash(password, COSTS);
}

/**
 * Whether the password is the one that was hashed. Without a hash it verifies against a dummy and answers false, so
 * that an unknown account takes as long as a wrong password.
 */
export async function isPassword(password: string, storedHash: string | null): Promise<boolean> {
  dummy ??= hashPassword(randomBytes(16).toString('hex'));
  const matches = await verify(storedHash ?? (await dummy), password);
  return matches && storedHash !== null;
}

/** Makes the dummy beforehand: made on demand, it would make the first unknown account slower than the rest. */
export async function warmUp(): Promise<void> {
  await isPassword('', null);
}
