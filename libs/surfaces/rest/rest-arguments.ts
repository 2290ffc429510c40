import type { FastifyRequest } from 'fastify';
import { InvalidInput, type ProblemDetail } from '@comptoir/kernel';
import type { Operation } from '../operations/operation.js';
import type { Value } from '../operations/operation-result.js';

/** Name of the variable that carries an idempotency key. */
const KEY = 'idempotency_key';

/** Arguments of a route: its path, its query string, its JSON body and its Idempotency-Key are one set. */
export function restArguments(operation: Operation, request: FastifyRequest): Value {
  const key = request.headers['idempotency-key'];
  const takesKey = operation.variables.some(({ name }) => name === KEY);
  const header = takesKey && typeof key === 'string' ? { [KEY]: key } : {};
  const sources = [request.params, typed(request.query, operation), bodyOf(request), header];
  const given = sources.flatMap((source) => Object.entries(source as Value)).map(([name, value]) => ({ name, value }));
  const named = given.map(({ name, value }) => ({ name: nameIn(operation, name), value }));
  const conflicts = named.filter(({ name, value }) =>
    named.some((other) => other.name === name && other.value !== value),
  );
  if (conflicts.length) throw new InvalidInput([...new Set(conflicts.map(({ name }) => name))].map(disagreement));
  return Object.fromEntries(named.map(({ name, value }) => [name, value]));
}

/** Under one name from here on: a path and a body may spell the same argument differently. */
function nameIn({ variables }: Operation, name: string): string {
  return variables.find((variable) => variable.aliases.includes(name))?.name ?? name;
}

function bodyOf({ body }: FastifyRequest): Value {
  if (body === undefined || body === null) return {};
  if (typeof body === 'object' && !Array.isArray(body)) return body as Value;
  throw InvalidInput.at('body', 'type', 'must be a JSON object');
}

/** A query string holds text only; numbers and flags are read as such where the operation wants them. */
function typed(query: unknown, operation: Operation): Value {
  const { properties } = operation.inputSchema as { properties: Record<string, { type?: unknown }> };
  const entries = Object.entries((query ?? {}) as Value).map(([name, value]) => {
    const type = properties[nameIn(operation, name)]?.type;
    return [name, typeof value === 'string' ? read(value, type) : value] as const;
  });
  return Object.fromEntries(entries);
}

function read(text: string, type: unknown): unknown {
  if ((type === 'integer' || type === 'number') && /^-?\d+(\.\d+)?$/.test(text)) return Number(text);
  if (type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  return type === 'array' ? [text] : text;
}

function disagreement(path: string): ProblemDetail {
  return { path, code: 'contradiction', message: 'is given twice, with different values' };
}
