import type { Finding } from './finding.js';

/** One part of the examination: reads some documents, with all that belongs to them, and says what is wrong. */
export interface Ward {
  /** What it counts, such as `checkouts`. */
  readonly name: string;
  /** How many it will look at, as far as that is known beforehand. */
  expected(): Promise<number>;
  /** Everything once, in parts: how many were looked at, and what was found. */
  first(): AsyncIterable<{ looked: number; findings: Finding[] }>;
  /** Reads these again, by the ids of the findings. */
  again(ids: readonly string[]): Promise<Finding[]>;
}
