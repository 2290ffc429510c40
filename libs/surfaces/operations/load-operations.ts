import { extendSchema, separateOperations, validate, type GraphQLSchema } from 'graphql';
import { argumentChecker } from './argument-reader.js';
import { compileOperation } from './compile-operation.js';
import { DIRECTIVES } from './directives.js';
import { withKindFields } from './documents/kind-fields.js';
import { OperationError, type Operation } from './operation.js';
import { readDocuments, type OperationSource } from './operation-source.js';
import { fieldsWithoutRule } from './schema/class-rules.js';

/**
 * Reads every `.graphql` file of the sources (ours, then one per kind that ships some) and makes operations of them,
 * by name. A document that breaks a rule, or a name that is taken, refuses the boot and says where.
 */
export function loadOperations(schema: GraphQLSchema, sources: readonly OperationSource[]): readonly Operation[] {
  refuse(fieldsWithoutRule(schema).map((field) => `${field} has no validation rule, so its value would be dropped`));
  const documents = withKindFields(sources.map(readDocuments), schema);
  const errors = validate(extendSchema(schema, DIRECTIVES), documents);
  refuse(errors.map((error) => error.toString()));
  const checker = argumentChecker(schema);
  const operations = Object.values(separateOperations(documents)).map((each) =>
    compileOperation(each, schema, checker),
  );
  refuseTwice(operations, ({ tool }) => tool && `the tool ${tool.name}`);
  refuseTwice(operations, ({ rest }) => rest && `the route ${rest.method} ${rest.path.replace(/\{\w+\}/g, '{}')}`);
  for (const operation of operations) refuse(wrongPath(operation));
  return operations.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function refuseTwice(operations: readonly Operation[], offer: (operation: Operation) => string | null): void {
  const owners = new Map<string, string>();
  for (const operation of operations) {
    const offered = offer(operation);
    if (!offered) continue;
    const other = owners.get(offered);
    if (other) throw new OperationError(`${other} and ${operation.source} both offer ${offered}; rename one`);
    owners.set(offered, operation.source);
  }
}

function wrongPath({ source, rest, variables }: Operation): string[] {
  if (!rest) return [];
  const named = [...rest.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
  const strays = named.filter((name) => !variables.some((variable) => variable.name === name));
  return [
    ...(rest.path.startsWith('/v1/') ? [] : [`${source}: the path ${rest.path} does not begin with /v1/`]),
    ...strays.map((name) => `${source}: the path names {${name}}, which is no variable`),
  ];
}

function refuse(faults: readonly string[]): void {
  if (faults.length) throw new OperationError(faults.join('\n'));
}
