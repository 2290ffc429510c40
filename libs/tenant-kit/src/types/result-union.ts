import type { Type } from '@nestjs/common';
import { createUnionType } from '@nestjs/graphql';
import { InvalidInput, NotFound, type Problem } from '@comptoir/kernel';

/**
 * The result of a mutation: what it brings when it succeeds, or one of the problems it may meet. `InvalidInput` and
 * `NotFound` are always among them. Problems are thrown; the gateway turns a thrown member into the result.
 */
export function resultUnion<S extends object>(
  name: string,
  succeeded: Type<S>,
  problems: () => readonly Type<Problem>[],
) {
  return createUnionType({
    name,
    description: `\`${succeeded.name}\`, or a problem: ask for \`... on Problem\` to catch every one.`,
    types: () => [...new Set([succeeded, ...problems(), InvalidInput, NotFound])] as [Type<S>, ...Type[]],
    resolveType: (value: { __typename?: string }) => value.__typename ?? value.constructor.name,
  });
}
