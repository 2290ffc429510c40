import type { Code } from '../../../../apps/cli/src/doctor/codes/index.js';
import type { CopiedTown } from '../copied-town.js';

/** One fault: how it comes into a sound database, and what doctor must call it. */
export interface Row {
  code: Code;
  /** Completes "finds …". */
  what: string;
  /** Plants it; answers the id that doctor must name. */
  plant(copy: CopiedTown): Promise<string>;
  /** What is wrong as well, as a matter of logic. */
  also?: Code[];
  /** Seen at the payment provider only. */
  stripe?: true;
}
