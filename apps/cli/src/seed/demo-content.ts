import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { DEMO_CSV } from '../places.js';
import { DEMO_ACCOUNTS } from './demo-accounts.js';
import { DEMO_TENANTS } from './demo-tenants.js';

/** The catalogue file, and a hash of everything that a seed writes: another hash, another seed. */
export function demoContent(): { csv: string; hash: string } {
  const csv = readFileSync(DEMO_CSV, 'utf8');
  const tenants = DEMO_TENANTS.map(({ tenant }) => tenant);
  const hash = createHash('sha256')
    .update(JSON.stringify([csv, tenants, DEMO_ACCOUNTS]))
    .digest('hex');
  return { csv, hash };
}
