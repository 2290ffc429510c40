import { listProblems } from '@comptoir/kernel';
import type { Operation, RestRoute } from '../operations/operation.js';
import { VERSION } from '../our-package.js';
import type { JsonSchema } from '../operations/schema/json-schema.js';

/** Name of the variable that carries an idempotency key; over HTTP it is a header. */
const KEY = 'idempotency_key';

const BEARER =
  'An access token of a guest (POST /v1/tenants/{tenant_id}/guest-sessions) or of an account (POST /v1/auth/login with tenantId, email and password; /v1/auth/refresh and /v1/auth/logout with refreshToken), or the key of an application, `ck_…`.';

type Routed = Operation & { readonly rest: RestRoute };

/** OpenAPI 3.1 of every route, made of the same definitions as the routes themselves. */
export function openApi(operations: readonly Operation[]): JsonSchema {
  const routed = operations.filter((operation): operation is Routed => operation.rest !== null);
  const paths: Record<string, Record<string, JsonSchema>> = {};
  for (const operation of [...routed].sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1))) {
    const { path, method } = operation.rest;
    paths[path] = { ...paths[path], [method.toLowerCase()]: describe(operation) };
  }
  const ids = new Map(operations.map(({ tool, name }) => [tool?.name, name]));
  return {
    openapi: '3.1.0',
    info: {
      title: 'Comptoir',
      version: VERSION,
      description:
        'Catalogue, cart, checkout and orders of many sellers. Amounts are whole minor units of their currency.',
    },
    servers: [{ url: '/' }],
    paths: inOperationIds(paths, ids),
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', description: BEARER } },
      schemas: { Problem: problemSchema() },
      responses: {
        Problem: { description: 'A problem; see `code`', content: json({ $ref: '#/components/schemas/Problem' }) },
      },
    },
  };
}

/** Descriptions name tools (`checkout_start`); who reads this page knows the same by its operationId. */
function inOperationIds<T>(page: T, ids: ReadonlyMap<string | undefined, string>): T {
  const inText = (text: string): string => text.replace(/\b[a-z]+(?:_[a-z]+)+\b/g, (word) => ids.get(word) ?? word);
  return JSON.parse(
    JSON.stringify(page, (name, value: unknown) =>
      name === 'description' && typeof value === 'string' ? inText(value) : value,
    ),
  );
}

function sortKey({ rest }: Routed): string {
  return `${rest.path} ${rest.method}`;
}

function describe(operation: Routed): JsonSchema {
  const { name, description, outputSchema, rule, rest } = operation;
  const body = bodySchema(operation);
  return {
    operationId: name,
    description,
    tags: [tagOf(rest.path)],
    ...(rule.scope === 'public' ? {} : { security: [{ bearer: [] }], 'x-scope': rule.scope }),
    parameters: parametersOf(operation),
    ...(body ? { requestBody: { required: (body['required'] ?? null) !== null, content: json(body) } } : {}),
    responses: {
      [String(rest.status)]: { description: 'Done', content: json(outputSchema) },
      default: { $ref: '#/components/responses/Problem' },
    },
  };
}

/** What a route is about: the collection that its path names last. */
function tagOf(path: string): string {
  const about = path.split('/').filter((part) => part && part !== 'v1' && !part.startsWith('{'));
  return about[1] ?? about[0] ?? 'general';
}

function parametersOf(operation: Routed): JsonSchema[] {
  const { properties, required } = inputOf(operation);
  const listed = Object.entries(properties).filter(([name]) => name !== KEY && placeOf(operation, name) !== 'body');
  const parameters = listed.map(([name, { description, ...schema }]) => ({
    name,
    in: placeOf(operation, name),
    required: required.includes(name),
    description,
    schema,
  }));
  const key = properties[KEY];
  if (!key) return parameters;
  const { description, ...schema } = key;
  const header = {
    name: 'Idempotency-Key',
    in: 'header',
    required: operation.rule.key === 'required',
    description,
    schema,
  };
  return [...parameters, header];
}

function bodySchema(operation: Routed): JsonSchema | null {
  const { properties, required } = inputOf(operation);
  const names = Object.keys(properties).filter((name) => name !== KEY && placeOf(operation, name) === 'body');
  if (!names.length) return null;
  const needed = required.filter((name) => names.includes(name));
  return {
    type: 'object',
    properties: Object.fromEntries(names.map((name) => [name, properties[name]])),
    ...(needed.length ? { required: needed } : {}),
    additionalProperties: false,
  };
}

function placeOf({ rest }: Routed, name: string): 'path' | 'query' | 'body' {
  if (rest.path.includes(`{${name}}`)) return 'path';
  return rest.method === 'GET' || rest.method === 'DELETE' ? 'query' : 'body';
}

function inputOf({ inputSchema }: Operation): { properties: Record<string, JsonSchema>; required: readonly string[] } {
  const { properties, required } = inputSchema as { properties: Record<string, JsonSchema>; required?: string[] };
  return { properties, required: required ?? [] };
}

function problemSchema(): JsonSchema {
  const text = { type: 'string' };
  const detail = {
    type: 'object',
    properties: { path: text, code: text, message: text },
    required: ['path', 'code', 'message'],
  };
  return {
    type: 'object',
    description: `Fields of single problems come along. Codes: ${listProblems()
      .map(({ code }) => code)
      .join(', ')}`,
    properties: {
      code: text,
      message: text,
      retryable: { type: 'boolean' },
      retryAfterSeconds: { type: 'integer' },
      advice: text,
      details: { type: 'array', items: detail },
      requestId: text,
    },
    required: ['code', 'message', 'retryable', 'advice', 'details', 'requestId'],
  };
}

function json(schema: JsonSchema): JsonSchema {
  return { 'application/json': { schema } };
}
