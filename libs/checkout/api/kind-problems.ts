import type { Type } from '@nestjs/common';
import type { Problem } from '@comptoir/kernel';
import type { KindRegistry } from '#tenants';

let loaded: KindRegistry | null = null;

/**
 * Result unions are built with the schema, once per process, and take in the problems of every kind. Nest's type
 * storage is global as well, so this is no narrower than what it stands beside.
 */
export function setKindProblems(kinds: KindRegistry): void {
  loaded = kinds;
}

export function kindProblems(): Type<Problem>[] {
  return loaded?.all.flatMap(({ definition }) => [...definition.problems]) ?? [];
}
