import { createHash } from 'node:crypto';

/** Without I, L, O and U: what a buyer reads off a page and writes on a form. */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** The payment of a key: the same key, the same payment. */
export function offlineId(key: string): string {
  return `off_${digest(key).toString('hex').slice(0, 24)}`;
}

/** The refund of a key. */
export function offlineRefundId(key: string): string {
  return `offr_${digest(key).toString('hex').slice(0, 24)}`;
}

/** What the buyer names, such as `7KQ2-M9XD-4TBN`: 60 bits, so that no two of a tenant are alike. */
export function referenceOf(key: string): string {
  const letters = [...digest(`reference ${key}`).subarray(0, 12)].map((byte) => LETTERS[byte % 32]).join('');
  return [letters.slice(0, 4), letters.slice(4, 8), letters.slice(8)].join('-');
}

/** How the payment is known to those who know no tenant: as it lies in the database. */
export function providerIdOf({ tenantId, id }: { tenantId: string; id: string }): string {
  return `${tenantId}/${id}`;
}

/** The way back from {@link providerIdOf}; whatever follows names a part of the payment. */
export function namedBy(providerId: string): { tenantId: string; id: string; part: string | null } {
  const [tenantId, id, part = null] = providerId.split('/');
  if (!tenantId || !id) throw new Error('This is not the id of an offline payment');
  return { tenantId, id, part };
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
