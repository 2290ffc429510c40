import { randomBytes } from 'node:crypto';

/** The kinds of id we hand out; the prefix tells a person reading a log what an id names. */
export type IdPrefix =
  'cart' | 'chk' | 'ps' | 'ref' | 'run' | 'acct' | 'guest' | 'tok' | 'key' | 'line' | 'req' | 'node';

/** A new opaque id such as `chk_3f…`: 96 random bits, so it can neither be guessed nor collide. */
export function newId(prefix: IdPrefix): string {
  return `${prefix}_${randomBytes(12).toString('hex')}`;
}
