import type { Finding } from '../finding.js';
import type { Doc } from '../reading/fields.js';
import type { Look } from '../reading/look.js';
import type { Ward } from '../ward.js';

/** Looks at some documents of one collection, with whatever it reads along. */
export type Examine = (docs: readonly Doc[]) => Promise<Finding[]>;

/** A ward that goes through one collection and looks twice at each document in the same way. */
export function collectionWard(
  look: Look,
  collection: string,
  examine: Examine,
  projection: Readonly<Record<string, 0 | 1>> | null = null,
): Ward {
  return {
    name: collection,
    expected: () => look.count(collection),
    async *first() {
      for await (const docs of look.stream(collection, projection)) {
        yield { looked: docs.length, findings: await examine(docs) };
      }
    },
    again: async (ids) => examine([...(await look.byKeys(collection, ids, projection)).values()]),
  };
}
