import { findingsIn, type Finding } from '../finding.js';

/** Documents of a shape that nothing can be checked of. */
export function unreadable(collection: string, broken: ReadonlyMap<string, string>): Finding[] {
  const finding = findingsIn(collection);
  return [...broken].map(([key, why]) => finding({ key }, 'DOCUMENT_UNREADABLE', `${why}.`, { why }));
}
