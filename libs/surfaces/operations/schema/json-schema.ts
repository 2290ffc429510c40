import type { GraphQLEnumType, GraphQLScalarType } from 'graphql';

/** A JSON Schema 2020-12 object. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** GraphQL's own scalars, and the one that Nest brings. */
const BUILT_IN: Readonly<Record<string, JsonSchema>> = {
  ID: { type: 'string' },
  String: { type: 'string' },
  Boolean: { type: 'boolean' },
  Int: { type: 'integer' },
  Float: { type: 'number' },
  DateTime: { type: 'string', format: 'date-time' },
};

/** A scalar or an enum; a scalar that does not say what it looks like is refused. */
export function leafSchema(type: GraphQLScalarType | GraphQLEnumType): JsonSchema {
  if ('getValues' in type) return { type: 'string', enum: type.getValues().map(({ name }) => name) };
  const own = type.extensions['jsonSchema'];
  if (isSchema(own)) return own;
  const builtIn = BUILT_IN[type.name];
  if (!builtIn) throw new Error(`The scalar ${type.name} lacks extensions.jsonSchema: say what it looks like`);
  return builtIn;
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null;
}
