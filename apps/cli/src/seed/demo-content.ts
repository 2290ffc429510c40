import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { DEMO_CSV } from '../places.js';
import { DEMO_ACCOUNTS } from './demo-accounts.js';
import { DEMO_TENANTS } from './demo-tenants.js';

/**
 * The catalogue file, and a hash of everything that a seed writes: another hash, another seed. So are other `kinds`: a
 * tenant of a kind that is not loaded is left out.
 */
export function demoContent(kinds: string): { csv: string; hash: string } {
  const csv = readFileSync(DEMO_CSV, 'utf8');
  const tenants = DEMO_TENANTS.map(({ tenant }) => tenant);
  const hash = createHash('sha256')
    .update(JSON.stringify([csv, tenants, DEMO_ACCOUNTS, kinds]))
    .digest('hex');
  return { csv, hash };
}
