import {
  buildASTSchema,
  getDirectiveValues,
  parse,
  type GraphQLDirective,
  type OperationDefinitionNode,
  type VariableDefinitionNode,
} from 'graphql';
import type { RestRoute } from './operation.js';

/** What documents say beyond GraphQL. Not part of the public schema: stripped before a document is run. */
export const DIRECTIVES = parse(/* GraphQL */ `
  directive @tool(name: String!, toolset: Toolset!) on QUERY | MUTATION
  directive @rest(method: RestMethod!, path: String!, status: Int) on QUERY | MUTATION
  directive @arg(aliases: [String!], listed: Boolean) on VARIABLE_DEFINITION
  directive @kindFields on FIELD | FRAGMENT_DEFINITION

  enum Toolset {
    "What every caller needs: sellers, sessions"
    GENERAL
    "Catalogue, cart, checkout and orders"
    SHOP
    "Lodging by the night"
    STAYS
    "What only operators of the platform may do"
    OPERATOR
    "What only one kind of seller has"
    KIND
    "What a seller does: refunds, and whatever waits for a person"
    ADMIN
  }

  enum RestMethod {
    GET
    POST
    PUT
    PATCH
    DELETE
  }
`);

const declared = new Map(
  buildASTSchema(DIRECTIVES)
    .getDirectives()
    .map((directive) => [directive.name, directive]),
);

/** The document's `@tool`. */
export function toolOf(node: OperationDefinitionNode): { name: string; toolset: string } | null {
  const values = valuesOf('tool', node);
  return values ? { name: String(values['name']), toolset: String(values['toolset']) } : null;
}

/** The document's `@rest`. What creates answers 201 unless the document says otherwise. */
export function restOf(node: OperationDefinitionNode): RestRoute | null {
  const values = valuesOf('rest', node);
  if (!values) return null;
  const method = values['method'] as RestRoute['method'];
  const status = typeof values['status'] === 'number' ? values['status'] : method === 'POST' ? 201 : 200;
  return { method, path: String(values['path']), status };
}

/** Other names of a variable: those of its `@arg`, and each of them all in the other casing. */
export function aliasesOf(node: VariableDefinitionNode): string[] {
  const own = node.variable.name.value;
  const given = (valuesOf('arg', node)?.['aliases'] ?? []) as readonly string[];
  const all = [own, ...given].flatMap((name) => [name, toCamelCase(name)]);
  return [...new Set(all)].filter((name) => name !== own);
}

/** Whether callers are told of a variable; one that is `@arg(listed: false)` is taken all the same. */
export function isListed(node: VariableDefinitionNode): boolean {
  return valuesOf('arg', node)?.['listed'] !== false;
}

/** `cart_id` as `cartId`. */
export function toCamelCase(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

function valuesOf(
  name: string,
  node: OperationDefinitionNode | VariableDefinitionNode,
): Record<string, unknown> | undefined {
  const directive: GraphQLDirective | undefined = declared.get(name);
  return directive ? getDirectiveValues(directive, node) : undefined;
}
