import { defaultFieldResolver, isObjectType, type GraphQLFieldResolver, type GraphQLSchema } from 'graphql';

/** Root fields that federation adds by itself. */
const FEDERATION = new Set(['_entities', '_service']);

/** Refuses a schema with a root field that does not say what it may do. */
export function assertEveryRootFieldHasARule(schema: GraphQLSchema): void {
  for (const type of [schema.getQueryType(), schema.getMutationType()]) {
    for (const field of Object.values(type?.getFields() ?? {})) {
      const declared = field.astNode?.directives?.some(({ name }) => name.value === 'operation');
      if (!declared && !FEDERATION.has(field.name)) {
        throw new Error(`${type?.name}.${field.name} lacks @Operation: say its scope, risk and key`);
      }
    }
  }
}

/**
 * Code-first gives every field a function that reads the property of the same name. graphql-js does that by itself,
 * and faster.
 */
export function stripTrivialResolvers(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) {
      if (field.resolve && isTrivial(field.resolve)) field.resolve = defaultFieldResolver;
    }
  }
  return schema;
}

function isTrivial(resolve: GraphQLFieldResolver<unknown, unknown>): boolean {
  return (
    resolve.name === 'defaultFieldResolver' || /^\(?root\)?\s*=>\s*\{?\s*const value = root\[/.test(resolve.toString())
  );
}
