import { randomUUID } from 'node:crypto';

/** The kinds of id we hand out; the prefix tells a person reading a log what an id names. */
export type IdPrefix =
  'cart' | 'chk' | 'ps' | 'ref' | 'run' | 'acct' | 'guest' | 'tok' | 'key' | 'line' | 'req' | 'node';

/** A new opaque id such as `chk_3f…`: 96 random bits, so it can neither be guessed nor collide. */
export function newId(prefix: IdPrefix): string {
  // Node keeps a store of random bytes for these and asks the system seldom; in these places a UUID has nothing but chance.
  const uuid = randomUUID();
  return `${prefix}_${uuid.slice(0, 8)}${uuid.slice(9, 13)}${uuid.slice(24)}`;
}
