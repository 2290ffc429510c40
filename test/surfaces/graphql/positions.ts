import {
  getNamedType,
  isEnumType,
  isInputObjectType,
  isNonNullType,
  isScalarType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLSchema,
} from 'graphql';

/** Texts that have broken somebody's system: very long, empty, null byte, emoji, half a character, query, markup, prototype. */
export const ODD_TEXTS = [
  'x'.repeat(10_000),
  '',
  'a\u0000b',
  '😀👩‍👩‍👧‍👧',
  '\ud800',
  '{"$ne":null}',
  '<script>alert(1)</script>',
  '__proto__',
];

/** Values of a wrong type, whatever the position wants. */
export const WRONG_VALUES: unknown[] = [{ $ne: null }, [[]], true, 1e308, -1];

/** A root field and what calls it. */
export interface RootField {
  kind: 'query' | 'mutation';
  field: GraphQLField<unknown, unknown>;
}

export function rootFields(schema: GraphQLSchema): RootField[] {
  const of = (kind: RootField['kind'], type = kind === 'query' ? schema.getQueryType() : schema.getMutationType()) =>
    Object.values(type!.getFields()).map((field) => ({ kind, field }));
  return [...of('query'), ...of('mutation')];
}

/** A document that calls the field with all its arguments as variables. */
export function documentOf({ kind, field }: RootField): string {
  const declared = field.args.map(({ name, type }) => `$${name}: ${String(type)}`).join(', ');
  const passed = field.args.map(({ name }) => `${name}: $${name}`).join(', ');
  return `${kind} ${declared ? `(${declared})` : ''} { ${field.name}${passed ? `(${passed})` : ''} { __typename } }`;
}

/** Valid arguments of a field: what the schema asks for, with the given ids where their names fit. */
export function argumentsOf({ field }: RootField, ids: Record<string, unknown>): Record<string, any> {
  const wanted = field.args.filter(({ type }) => isNonNullType(type));
  return Object.fromEntries(wanted.map(({ type, name }) => [name, example(type, name, ids)]));
}

const EXAMPLES: Record<string, unknown> = {
  ID: 'nothing',
  String: 'XX',
  Int: 1,
  Boolean: false,
  MinorUnits: 1,
  EmailAddress: 'a@example.com',
};

function example(type: GraphQLInputType, name: string, ids: Record<string, unknown>): unknown {
  const named = getNamedType(type);
  if (isEnumType(named)) return named.getValues()[0]!.name;
  if (!isInputObjectType(named)) return ids[name] ?? EXAMPLES[named.name] ?? null;
  const wanted = Object.values(named.getFields()).filter((field) => isNonNullType(field.type));
  return Object.fromEntries(wanted.map((field) => [field.name, example(field.type, field.name, ids)]));
}

/** Every place of a field's arguments where one value stands, as the way there. Nested inputs of one type come once. */
export function placesOf({ field }: RootField, nestedSeen: Set<string>): string[][] {
  const walk = (type: GraphQLInputType, path: string[]): string[][] => {
    const named = getNamedType(type);
    if (!isInputObjectType(named)) return isScalarType(named) ? [path] : [];
    if (path.length > 1 && nestedSeen.has(named.name)) return [];
    if (path.length > 1) nestedSeen.add(named.name);
    return Object.values(named.getFields()).flatMap((inner) => walk(inner.type, [...path, inner.name]));
  };
  return field.args.flatMap((arg) => walk(arg.type, [arg.name]));
}

/** The same value with another one at a place. */
export function put(value: any, [first, ...rest]: string[], other: unknown): any {
  if (first === undefined) return other;
  return { ...(typeof value === 'object' && value ? value : {}), [first]: put(value?.[first], rest, other) };
}
