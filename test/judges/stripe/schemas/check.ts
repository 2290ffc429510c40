import type { ValidateFunction } from 'ajv';
import { Ajv } from 'ajv';
import type { Reference } from './load.js';
import { loadSchemas } from './load.js';

/** Says how an answer breaks the SDK's types: missing, unknown or ill-typed members at any depth. */
export interface Judge {
  /** Checks every object of the API in an answer, an event with the object inside it too. */
  readonly check: (body: unknown) => string[];
  /** How many objects and events were checked so far, and how many of them broke the types. */
  readonly counts: { ok: number; failed: number };
}

/** What the SDK's types say nothing about in this version: deletions, and objects of preview versions. */
const UNTYPED = new Set(['shared_payment.granted_token']);

/** A judge of everything the emulator answers. */
export function createJudge(): Judge {
  const { definitions, objects, events } = loadSchemas();
  const ajv = new Ajv({ strict: false, allErrors: true, schemas: [{ $id: 'sdk', definitions }] });
  const compiled = new Map<string, ValidateFunction>();
  const counts = { ok: 0, failed: 0 };

  function validate(name: string, reference: Reference | undefined, value: unknown): string[] {
    if (reference === undefined) return [`${name} is no object or event the SDK's types know`];
    const run = compiled.get(reference.$ref) ?? ajv.compile({ $ref: `sdk${reference.$ref}` });
    compiled.set(reference.$ref, run);
    if (run(value)) return [];
    const why = (run.errors ?? []).map(({ instancePath, message, params }) => {
      return `${name}${instancePath} ${message} ${JSON.stringify(params)}`;
    });
    return [...new Set(why)].slice(0, 20);
  }

  function one(value: Record<string, unknown>): string[] {
    const name = String(value['object']);
    if (value['deleted'] === true || UNTYPED.has(name)) return [];
    const problems =
      name === 'event'
        ? validate(String(value['type']), events[String(value['type'])], value)
        : validate(name, objects[name], value);
    counts[problems.length === 0 ? 'ok' : 'failed'] += 1;
    return problems;
  }

  return {
    counts,
    check(body) {
      if (typeof body !== 'object' || body === null) return ['the answer is no object'];
      return objectsIn(body).flatMap(one);
    },
  };
}

/** Every object of the API inside an answer: the items of a list, and what references were expanded to. */
function objectsIn(value: unknown): Record<string, unknown>[] {
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.values(value).flatMap(objectsIn);
  const { object } = value as Record<string, unknown>;
  return typeof object === 'string' && object !== 'list' ? [value as Record<string, unknown>, ...inner] : inner;
}
