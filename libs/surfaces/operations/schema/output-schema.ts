import {
  isAbstractType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type FragmentDefinitionNode,
  type GraphQLAbstractType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { leafSchema, type JsonSchema } from './json-schema.js';

type Fields = { readonly properties: JsonSchema; readonly required: readonly string[] };
type Shape = Fields & { readonly type: string };

/** Derives from a selection what it answers. Nothing is said twice, so a tool costs its reader little. */
export class OutputSchema {
  constructor(
    private readonly schema: GraphQLSchema,
    private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  ) {}

  /** Of a root field's value when it succeeds: members that are problems are left out. */
  ofSuccess(type: GraphQLOutputType, selection: SelectionSetNode): JsonSchema {
    const named = isNonNullType(type) ? type.ofType : type;
    if (!isAbstractType(named)) return this.bare(named, [selection]);
    return this.abstract(
      named,
      [selection],
      this.members(named).filter((member) => !isProblem(member)),
    );
  }

  /** Names that a selection asks of one type. */
  fieldsOf(type: GraphQLObjectType, selection: SelectionSetNode): readonly string[] {
    return this.object(type, [selection]).required;
  }

  private of(type: GraphQLOutputType, selections: readonly SelectionSetNode[]): JsonSchema {
    return isNonNullType(type) ? this.bare(type.ofType, selections) : orNull(this.bare(type, selections));
  }

  private bare(type: GraphQLOutputType, selections: readonly SelectionSetNode[]): JsonSchema {
    if (isListType(type)) return { type: 'array', items: this.of(type.ofType, selections) };
    if (isLeafType(type)) return kindOf(leafSchema(type));
    if (isObjectType(type)) return this.object(type, selections);
    if (isAbstractType(type)) return this.abstract(type, selections, this.members(type));
    throw new Error(`${String(type)} is not an output type`);
  }

  private object(type: GraphQLObjectType, selections: readonly SelectionSetNode[]): Shape {
    const chosen = new Map<string, { type: GraphQLOutputType; selections: SelectionSetNode[] }>();
    for (const set of selections) this.collect(type, set.selections, chosen);
    const properties = [...chosen].map(([name, field]) => [name, this.of(field.type, field.selections)] as const);
    return { type: 'object', properties: Object.fromEntries(properties), required: [...chosen.keys()] };
  }

  /**
   * Members that answer the same are one alternative; `__typename` tells the alternatives apart. What all of them answer
   * is said once, beside them.
   */
  private abstract(
    type: GraphQLAbstractType,
    selections: readonly SelectionSetNode[],
    members: readonly GraphQLObjectType[],
  ): JsonSchema {
    const groups = new Map<string, { shape: Shape; names: string[] }>();
    for (const member of members) {
      const shape = this.object(member, selections);
      const key = JSON.stringify(shape);
      const group = groups.get(key) ?? { shape, names: [] };
      group.names.push(member.name);
      groups.set(key, group);
    }
    const alternatives = [...groups.values()].map(({ shape, names }) => ({
      properties: { __typename: typename(type, names, groups.size), ...shape.properties },
      required: ['__typename', ...shape.required],
    }));
    const [only, ...others] = alternatives;
    return only && others.length === 0 ? { type: 'object', ...only } : { type: 'object', ...factored(alternatives) };
  }

  private collect(
    type: GraphQLObjectType,
    nodes: readonly SelectionNode[],
    chosen: Map<string, { type: GraphQLOutputType; selections: SelectionSetNode[] }>,
  ): void {
    for (const node of nodes) {
      if (node.kind !== Kind.FIELD) {
        const fragment = node.kind === Kind.FRAGMENT_SPREAD ? this.fragments.get(node.name.value) : node;
        if (fragment && this.applies(fragment.typeCondition?.name.value, type)) {
          this.collect(type, fragment.selectionSet.selections, chosen);
        }
        continue;
      }
      const field = type.getFields()[node.name.value];
      if (!field) continue;
      const name = node.alias?.value ?? node.name.value;
      const known = chosen.get(name) ?? { type: field.type, selections: [] };
      if (node.selectionSet) known.selections.push(node.selectionSet);
      chosen.set(name, known);
    }
  }

  private applies(condition: string | undefined, type: GraphQLObjectType): boolean {
    const named = condition === undefined ? undefined : this.schema.getType(condition);
    if (!named || named === type) return true;
    return isAbstractType(named) && this.schema.isSubType(named, type);
  }

  private members(type: GraphQLAbstractType): readonly GraphQLObjectType[] {
    return this.schema.getPossibleTypes(type);
  }
}

/** Alternatives without what they all have in common, which stands before them. */
function factored(alternatives: readonly Fields[]): JsonSchema {
  const [first] = alternatives;
  const isCommon = (name: string): boolean => {
    const own = JSON.stringify(first?.properties[name]);
    return name !== '__typename' && alternatives.every(({ properties }) => JSON.stringify(properties[name]) === own);
  };
  const common = (first?.required ?? []).filter(isCommon);
  const anyOf = alternatives.map((alternative) => partOf(alternative, (name) => !common.includes(name)));
  return { ...(first && common.length ? partOf(first, (name) => common.includes(name)) : {}), anyOf };
}

function partOf({ properties, required }: Fields, wanted: (name: string) => boolean): Fields {
  const kept = Object.entries(properties).filter(([name]) => wanted(name));
  return { properties: Object.fromEntries(kept), required: required.filter(wanted) };
}

/** Whether a type is one of the registered problems. */
export function isProblem(type: GraphQLObjectType): boolean {
  return type.getInterfaces().some(({ name }) => name === 'Problem');
}

/** Implementers of an interface come and go with the kinds; members of a union are a closed list. */
function typename(type: GraphQLAbstractType, names: readonly string[], groups: number): JsonSchema {
  if (isInterfaceType(type) && (groups === 1 || names.length > 1)) return { type: 'string' };
  return names.length === 1 ? { const: names[0] } : { enum: names };
}

/** Limits are for those who send something. */
function kindOf({ type, format, enum: values }: JsonSchema): JsonSchema {
  return { type, ...(format === undefined ? {} : { format }), ...(values === undefined ? {} : { enum: values }) };
}

function orNull(schema: JsonSchema): JsonSchema {
  if (Array.isArray(schema['enum'])) return { ...schema, type: ['string', 'null'], enum: [...schema['enum'], null] };
  return typeof schema['type'] === 'string' ? { ...schema, type: [schema['type'], 'null'] } : schema;
}
