import type { ApolloServerPlugin } from '@apollo/server';
import {
  GraphQLError,
  Kind,
  type ASTNode,
  type ASTVisitor,
  type OperationDefinitionNode,
  type ValidationContext,
  type ValidationRule,
} from 'graphql';

/** How much a document from a stranger may ask. Tokens come first: validation is quadratic in them. */
export const LIMITS = { tokens: 600, depth: 12, aliases: 30, directives: 20, listItems: 200 } as const;

/** Refuses documents that are too deep or repeat themselves too often, fragments included. */
export const limitRule: ValidationRule = (context: ValidationContext): ASTVisitor => ({
  OperationDefinition(operation) {
    const count = { aliases: 0, directives: 0 };
    const depth = measure(operation, context, count, new Set());
    const tooDeep = depth > LIMITS.depth && !asksForSchemaOnly(operation);
    refuse(context, operation, tooDeep, `deeper than ${LIMITS.depth} levels`);
    refuse(context, operation, count.aliases > LIMITS.aliases, `more than ${LIMITS.aliases} aliases`);
    refuse(context, operation, count.directives > LIMITS.directives, `more than ${LIMITS.directives} directives`);
  },
});

/** Introspection nests deeper than any honest query, and costs nothing but itself. */
function asksForSchemaOnly({ selectionSet }: OperationDefinitionNode): boolean {
  return selectionSet.selections.every((node) => node.kind === Kind.FIELD && node.name.value.startsWith('__'));
}

type Count = { aliases: number; directives: number };

/** Depth of fields below `node`; stops counting once a limit is passed, so a bomb costs no more than a large query. */
function measure(node: ASTNode, context: ValidationContext, count: Count, open: ReadonlySet<string>): number {
  if ('directives' in node) count.directives += node.directives?.length ?? 0;
  if (count.aliases > LIMITS.aliases || count.directives > LIMITS.directives) return 0;
  if (node.kind === Kind.FRAGMENT_SPREAD) return spread(node.name.value, context, count, open);
  if (!('selectionSet' in node) || !node.selectionSet) return 0;
  const own = node.kind === Kind.FIELD ? 1 : 0;
  let deepest = 0;
  for (const selection of node.selectionSet.selections) {
    if (selection.kind === Kind.FIELD && selection.alias) count.aliases += 1;
    deepest = Math.max(deepest, measure(selection, context, count, open));
    if (deepest > LIMITS.depth) break;
  }
  return own + deepest;
}

function spread(name: string, context: ValidationContext, count: Count, open: ReadonlySet<string>): number {
  const fragment = context.getFragment(name);
  // A cycle is refused by the standard rules; here it must only not be followed.
  if (!fragment || open.has(name)) return 0;
  return measure(fragment, context, count, new Set([...open, name]));
}

function refuse(context: ValidationContext, node: ASTNode, broken: boolean, what: string): void {
  if (broken) context.reportError(new GraphQLError(`This document has ${what}.`, { nodes: [node] }));
}

/** Variables are not counted as tokens, and a list there multiplies the work: `_entities` looks up each item. */
export const listLimit: ApolloServerPlugin = {
  requestDidStart: () =>
    Promise.resolve({
      didResolveOperation: ({ request }) => {
        for (const [name, value] of Object.entries(request.variables ?? {})) {
          if (!Array.isArray(value) || value.length <= LIMITS.listItems) continue;
          const message = `Variable "$${name}" has more than ${LIMITS.listItems} items.`;
          throw new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });
        }
        return Promise.resolve();
      },
    }),
};
