import { InvalidInput } from '@comptoir/kernel';
import type { Rank } from './ranking.js';

/** Names the last row of a page. Opaque to callers. */
export function encodeCursor({ score, sortKey }: Rank): string {
  return Buffer.from(JSON.stringify([score, sortKey])).toString('base64url');
}

/** The row a cursor names; anything we did not make is invalid input. */
export function decodeCursor(cursor: string): Rank {
  const [score, sortKey] = parsed(cursor);
  if (typeof score !== 'number' || typeof sortKey !== 'string') throw notOurs();
  return { score, sortKey };
}

function parsed(cursor: string): unknown[] {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    throw notOurs();
  }
  return Array.isArray(value) ? value : [];
}

function notOurs(): InvalidInput {
  return InvalidInput.at('after', 'cursor', 'must be the `endCursor` of the page before');
}
