import {
  concatAST,
  getNamedType,
  isObjectType,
  Kind,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type ConstDirectiveNode,
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type FragmentSpreadNode,
  type GraphQLSchema,
} from 'graphql';
import { OperationError } from '../operation.js';
import type { SourceDocuments } from '../operation-source.js';

/** The interface that every kind's checkout type implements. */
const CHECKOUT = 'Checkout';

/**
 * All documents as one, in which each selection of `Checkout` that says `@kindFields` also asks for what kinds ship: one
 * fragment per kind, on its own checkout type. So a document shows fields of kinds that it has never heard of.
 */
export function withKindFields(sources: readonly SourceDocuments[], schema: GraphQLSchema): DocumentNode {
  const spreads = sources.flatMap((source) => shippedFragment(source, schema)).map(({ name }) => spreadOf(name.value));
  const types = new TypeInfo(schema);
  const leave = <Node extends FieldNode | FragmentDefinitionNode>(node: Node, selected: string | undefined) => {
    if (!node.directives?.some(isKindFields)) return undefined;
    if (selected !== CHECKOUT || !node.selectionSet) throw misplaced(node, selected);
    return {
      ...node,
      directives: node.directives.filter((directive) => !isKindFields(directive)),
      selectionSet: { ...node.selectionSet, selections: [...node.selectionSet.selections, ...spreads] },
    };
  };
  return visit(
    concatAST(sources.flatMap(({ documents }) => documents)),
    visitWithTypeInfo(types, {
      Field: { leave: (node) => leave(node, getNamedType(types.getType())?.name) },
      FragmentDefinition: { leave: (node) => leave(node, node.typeCondition.name.value) },
    }),
  );
}

/** The fragment of a kind on its own checkout type, if it ships one; on another kind's it may ship none. */
function shippedFragment({ owner, checkoutType, documents }: SourceDocuments, schema: GraphQLSchema) {
  if (checkoutType === null) return [];
  const all = documents.flatMap(({ definitions }) => definitions.filter(isFragment));
  const onCheckouts = all.filter(({ typeCondition }) => isCheckout(typeCondition.name.value, schema));
  const foreign = onCheckouts.find(({ typeCondition }) => typeCondition.name.value !== checkoutType);
  if (foreign) {
    const { name, typeCondition } = foreign;
    throw new OperationError(
      `${owner} ships the fragment ${name.value} on ${typeCondition.name.value}; its own checkout type is ${checkoutType}`,
    );
  }
  const [first, second] = onCheckouts;
  if (first && second) {
    throw new OperationError(
      `${owner} ships two fragments on ${checkoutType}, ${first.name.value} and ${second.name.value}; keep one`,
    );
  }
  return onCheckouts;
}

function isCheckout(typeName: string, schema: GraphQLSchema): boolean {
  const type = schema.getType(typeName);
  return isObjectType(type) && type.getInterfaces().some(({ name }) => name === CHECKOUT);
}

function isFragment(node: { kind: Kind }): node is FragmentDefinitionNode {
  return node.kind === Kind.FRAGMENT_DEFINITION;
}

function isKindFields({ name }: DirectiveNode | ConstDirectiveNode): boolean {
  return name.value === 'kindFields';
}

function spreadOf(name: string): FragmentSpreadNode {
  return { kind: Kind.FRAGMENT_SPREAD, name: { kind: Kind.NAME, value: name } };
}

function misplaced({ loc, name }: FieldNode | FragmentDefinitionNode, selected: string | undefined): OperationError {
  return new OperationError(
    `${loc?.source.name ?? 'operations'}: @kindFields at ${name.value} belongs on a selection of ${CHECKOUT}, not of ${selected ?? 'nothing'}`,
  );
}
