import type { Ajv2020 } from 'ajv/dist/2020.js';
import {
  getDirectiveValues,
  getNamedType,
  isUnionType,
  isCompositeType,
  isListType,
  isNonNullType,
  Kind,
  print,
  typeFromAST,
  isInputType,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type VariableDefinitionNode,
} from 'graphql';
import { ArgumentReader } from './argument-reader.js';
import { aliasesOf, isListed, restOf, toolOf } from './directives.js';
import { OperationError, type DeclaredRule, type Operation, type OperationVariable } from './operation.js';
import { prepareDocument, type Position } from './documents/prepare-document.js';
import { inputSchema } from './schema/input-schema.js';
import type { JsonSchema } from './schema/json-schema.js';
import { isProblem, OutputSchema } from './schema/output-schema.js';

/** Everything that surfaces need of one document, made once. `document` holds one operation with its fragments. */
export function compileOperation(document: DocumentNode, schema: GraphQLSchema, checker: Ajv2020): Operation {
  const definition = operationIn(document);
  const source = definition.loc?.source.name ?? 'operations';
  const name = definition.name?.value ?? '';
  try {
    return { source, name, ...compiled(document, definition, schema, checker) };
  } catch (error) {
    throw new OperationError(`${source}, ${name}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

function compiled(
  original: DocumentNode,
  definition: OperationDefinitionNode,
  schema: GraphQLSchema,
  checker: Ajv2020,
): Omit<Operation, 'source' | 'name'> {
  const field = rootFieldOf(definition, schema);
  const { document, positions } = prepareDocument(original, schema);
  const variables = (definition.variableDefinitions ?? []).map((node) => variableOf(node, positions, schema));
  return {
    description: described(definition, 'the operation'),
    rootField: field.name,
    rule: ruleOf(field, schema),
    tool: toolOf(definition),
    rest: restOf(definition),
    variables,
    text: print(document),
    document,
    inputSchema: inputSchema(variables.filter(({ listed }) => listed)),
    outputSchema: outputOf(document, field, schema),
    problemTypes: new Set(problemsOf(field).map(({ name: member }) => member)),
    arguments: new ArgumentReader(variables, inputSchema(variables), checker),
  };
}

function operationIn({ definitions }: DocumentNode): OperationDefinitionNode {
  const found = definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);
  if (!found) throw new OperationError('A document without operation cannot be offered');
  return found;
}

function rootFieldOf(definition: OperationDefinitionNode, schema: GraphQLSchema): GraphQLField<unknown, unknown> {
  const root = schema.getRootType(definition.operation);
  const field = root?.getFields()[rootNode(definition).name.value];
  if (!field) throw new Error('the root field is none of this schema');
  const type = isNonNullType(field.type) ? field.type.ofType : field.type;
  // Clients of the older MCP revision take nothing but an object.
  if (isListType(type) || !isCompositeType(type)) throw new Error(`${field.name} answers no object; wrap it in one`);
  return field;
}

function rootNode({ selectionSet: { selections } }: OperationDefinitionNode): FieldNode {
  const [only, ...others] = selections;
  if (!only || only.kind !== Kind.FIELD || only.alias || others.length) {
    throw new Error('an operation has exactly one root field, without alias');
  }
  return only;
}

function variableOf(
  node: VariableDefinitionNode,
  positions: ReadonlyMap<string, Position>,
  schema: GraphQLSchema,
): OperationVariable {
  const name = node.variable.name.value;
  const type = typeFromAST(schema, node.type);
  const position = positions.get(name);
  if (!position || !isInputType(type)) throw new Error(`$${name} is not used`);
  if (!/^[a-z][a-z0-9_]*$/.test(name)) throw new Error(`$${name} must be snake_case`);
  const description = described(node, `$${name}`);
  return { name, type, description, aliases: aliasesOf(node), listed: isListed(node), ...position };
}

function described(node: OperationDefinitionNode | VariableDefinitionNode, what: string): string {
  const text = node.description?.value.trim();
  if (!text) throw new Error(`${what} lacks a description`);
  return text;
}

function ruleOf(field: GraphQLField<unknown, unknown>, schema: GraphQLSchema): DeclaredRule {
  const directive = schema.getDirective('operation');
  const rule = directive && field.astNode ? getDirectiveValues(directive, field.astNode) : undefined;
  if (!rule) throw new Error(`${field.name} lacks @Operation`);
  return { scope: String(rule['scope']), risk: rule['risk'] as DeclaredRule['risk'], key: String(rule['key']) };
}

/** Of the success; every problem must be asked for what surfaces show of it. */
function outputOf(document: DocumentNode, field: GraphQLField<unknown, unknown>, schema: GraphQLSchema): JsonSchema {
  const isFragment = (node: { kind: Kind }): node is FragmentDefinitionNode => node.kind === Kind.FRAGMENT_DEFINITION;
  const fragments = new Map(document.definitions.filter(isFragment).map((node) => [node.name.value, node]));
  const { selectionSet } = rootNode(operationIn(document));
  if (!selectionSet) throw new Error(`${field.name} selects nothing`);
  const output = new OutputSchema(schema, fragments);
  for (const problem of problemsOf(field)) {
    const asked = output.fieldsOf(problem, selectionSet);
    const missing = SHOWN_OF_PROBLEMS.find((name) => !asked.includes(name));
    if (missing) throw new Error(`${field.name} may answer ${problem.name}, of which ${missing} is not asked`);
  }
  return output.ofSuccess(field.type, selectionSet);
}

const SHOWN_OF_PROBLEMS = ['code', 'message', 'retryable', 'retryAfterSeconds', 'advice', 'details'] as const;

function problemsOf(field: GraphQLField<unknown, unknown>): readonly GraphQLObjectType[] {
  const type = getNamedType(field.type);
  return isUnionType(type) ? type.getTypes().filter((member) => isProblem(member)) : [];
}
