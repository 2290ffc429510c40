import type { Type } from '@nestjs/common';
import type { Problem } from '@comptoir/kernel';

let declared: readonly Type<Problem>[] = [];

/** Called by the platform alone, before any schema is built. */
export function declareStartProblems(problems: readonly Type<Problem>[]): void {
  declared = problems;
}

/** What starting a checkout may meet whatever its kind: for the result union of a kind's own start operation. */
export function startProblems(): readonly Type<Problem>[] {
  return declared;
}
