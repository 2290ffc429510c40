import {
  getNamedType,
  isAbstractType,
  isInputObjectType,
  Kind,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type ASTNode,
  type DocumentNode,
  type GraphQLSchema,
  type SelectionSetNode,
  type VariableNode,
} from 'graphql';
import type { OperationVariable } from '../operation.js';
import { argumentsClass } from '../schema/class-rules.js';

/** Where a variable is used. */
export type Position = Pick<OperationVariable, 'path' | 'owner' | 'defaultValue'>;

const TYPENAME = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } } as const;

/**
 * Makes of a document what is executed: nothing of ours is left in it, `__typename` stands wherever the type is not
 * known beforehand. Notes on the way where each variable goes, since its limits are those of that place.
 */
export function prepareDocument(
  document: DocumentNode,
  schema: GraphQLSchema,
): { document: DocumentNode; positions: ReadonlyMap<string, Position> } {
  const types = new TypeInfo(schema);
  const positions = new Map<string, Position>();
  const path: string[] = [];
  const prepared = visit(
    document,
    visitWithTypeInfo(types, {
      Argument: { enter: ({ name }) => void path.push(name.value), leave: () => void path.pop() },
      ObjectField: { enter: ({ name }) => void path.push(name.value), leave: () => void path.pop() },
      Variable: (node, _key, parent) => {
        if (isUse(parent) && !positions.has(node.name.value)) positions.set(...positionOf(node, path, types));
      },
      OperationDefinition: { leave: ({ description: _said, ...node }) => ({ ...node, directives: [] }) },
      FragmentDefinition: { leave: ({ description: _said, ...node }) => node },
      VariableDefinition: { leave: ({ description: _said, ...node }) => ({ ...node, directives: [] }) },
      SelectionSet: { leave: (node, _key, parent) => withTypename(node, parent, types) },
    }),
  );
  return { document: prepared, positions };
}

function positionOf({ name }: VariableNode, path: readonly string[], types: TypeInfo): [string, Position] {
  const field = path.at(-1) ?? name.value;
  const parent = getNamedType(types.getParentInputType());
  const owner = isInputObjectType(parent) ? parent.name : argumentsClass(types.getFieldDef()?.name ?? '');
  const defaultValue: unknown = types.getDefaultValue();
  return [name.value, { path: path.join('.'), owner: owner === null ? null : { type: owner, field }, defaultValue }];
}

function isUse(parent: ASTNode | readonly ASTNode[] | undefined): boolean {
  return !(parent && 'kind' in parent && parent.kind === Kind.VARIABLE_DEFINITION);
}

/** Only the selection of a field: in a fragment it would stand twice. */
function withTypename(
  node: SelectionSetNode,
  parent: ASTNode | readonly ASTNode[] | undefined,
  types: TypeInfo,
): SelectionSetNode | undefined {
  const ofField = parent && 'kind' in parent && parent.kind === Kind.FIELD;
  if (!ofField || !isAbstractType(types.getParentType())) return undefined;
  const there = node.selections.some((chosen) => chosen.kind === Kind.FIELD && chosen.name.value === '__typename');
  return there ? undefined : { ...node, selections: [TYPENAME, ...node.selections] };
}
