import type { Code } from './codes/index.js';

/** What a conclusion was drawn from. Read once more, it must be the same, or the finding does not stand. */
export type Evidence = Readonly<Record<string, string | number | boolean | null>>;

/** Something that must not be. */
export interface Finding {
  readonly code: Code;
  readonly collection: string;
  /** `_id` of the document it was found at, or the provider's id. */
  readonly id: string;
  /** What is wrong with this very document, for a person. */
  readonly says: string;
  readonly evidence: Evidence;
}

/** The document that findings are about. */
export interface Root {
  readonly key: string;
  /** Of documents that have one: a finding stands at this very version only. */
  readonly version?: number;
}

/** Makes the findings about documents of one collection. */
export function findingsIn(collection: string): (root: Root, code: Code, says: string, evidence?: Evidence) => Finding {
  return ({ key, version }, code, says, evidence = {}) => {
    const versioned = version === undefined ? evidence : { version, ...evidence };
    return { code, collection, id: key, says, evidence: versioned };
  };
}

/** The finding, where there is one: lets a check list what it looks at, a line each. */
export function when(found: boolean, finding: () => Finding): Finding[] {
  return found ? [finding()] : [];
}

/** Two reads that found the same. */
export function sameAs({ code, collection, id, evidence }: Finding): string {
  return JSON.stringify([code, collection, id, evidence]);
}
