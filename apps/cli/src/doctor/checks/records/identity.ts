import { findingsIn, when, type Finding } from '../../finding.js';
import { splitKey, type Doc } from '../../reading/fields.js';

/** The tenant of operators, network agents and applications; it has no record. */
const PLATFORM = 'platform';

/** The tenant that a document is named after. */
export function tenantIn(doc: Doc): string {
  return splitKey(String(doc['_id'])).tenant;
}

/** A tenant's document is named after its tenant, and the tenant exists. */
export function identity(collection: string, doc: Doc, tenantIsThere: (id: string) => boolean): Finding[] {
  const finding = findingsIn(collection);
  const root = { key: String(doc['_id']) };
  const [named, tenantId] = [tenantIn(doc), String(doc['tenantId'])];
  if (named !== tenantId) {
    const says = `It is named after "${named}", but belongs to "${tenantId}".`;
    return [finding(root, 'ID_TENANT_MISMATCH', says, { tenantId })];
  }
  return when(named !== PLATFORM && !tenantIsThere(named), () =>
    finding(root, 'UNKNOWN_TENANT', `Its tenant "${named}" does not exist.`, { tenant: named }),
  );
}
