import { Ajv2020, type AnySchema, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import {
  isInputObjectType,
  isListType,
  isNonNullType,
  isScalarType,
  type GraphQLInputType,
  type GraphQLSchema,
} from 'graphql';
import type { ProblemDetail } from '@comptoir/kernel';
import { toCamelCase } from './directives.js';
import type { OperationVariable, ReadArguments } from './operation.js';
import type { JsonSchema } from './schema/json-schema.js';

/** Checks what a caller sent against an operation's input schema, before GraphQL sees it and with names the caller used. */
export class ArgumentReader {
  private readonly nameOf: ReadonlyMap<string, string>;
  private readonly types: ReadonlyMap<string, GraphQLInputType>;
  private readonly listed: string;
  private readonly validate: ValidateFunction;

  constructor(variables: readonly OperationVariable[], inputSchema: JsonSchema, checker: Ajv2020) {
    this.nameOf = new Map(variables.flatMap(({ name, aliases }) => aliases.map((alias) => [alias, name])));
    this.types = new Map(variables.map(({ name, type }) => [name, type]));
    this.listed = variables.flatMap(({ name, listed }) => (listed ? [name] : [])).join(', ');
    this.validate = checker.compile(inputSchema as AnySchema);
  }

  read(given: Readonly<Record<string, unknown>>): ReadArguments {
    const named = Object.keys(given).map((name) => ({ as: name, name: this.nameOf.get(name) ?? name }));
    const twice = named.filter(
      ({ as, name }) => as !== name && named.some((other) => other.name === name && other.as !== as),
    );
    if (twice.length) return { ok: false, details: twice.map(({ as, name }) => sameAs(as, name)) };
    const entries = named.map(({ as, name }) => [name, this.normal(given[as], this.types.get(name))] as const);
    // Agents send null for what they leave out.
    const values = Object.fromEntries(entries.filter(([name, value]) => value !== null || this.isRequired(name)));
    if (this.validate(values)) return { ok: true, values };
    return { ok: false, details: (this.validate.errors ?? []).map((error) => this.detail(error)) };
  }

  private isRequired(name: string): boolean {
    const type = this.types.get(name);
    return type !== undefined && isNonNullType(type);
  }

  /** Inside input objects either casing is taken as well, and null where nothing is the same. */
  private normal(value: unknown, type: GraphQLInputType | undefined): unknown {
    const bare = isNonNullType(type) ? type.ofType : type;
    if (isListType(bare)) {
      return Array.isArray(value) ? value.map((item) => this.normal(item, bare.ofType)) : value;
    }
    if (!isInputObjectType(bare) || typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    const fields = bare.getFields();
    const entries = Object.entries(value).map(([name, inner]): [string, unknown] => {
      const known = Object.hasOwn(fields, name) ? name : toCamelCase(name);
      return Object.hasOwn(fields, known) ? [known, this.normal(inner, fields[known]?.type)] : [name, inner];
    });
    return Object.fromEntries(entries.filter(([name, inner]) => inner !== null || isNonNullType(fields[name]?.type)));
  }

  private detail({ instancePath, keyword, params, message }: ErrorObject): ProblemDetail {
    const at = instancePath.split('/').slice(1).map(unescaped);
    if (keyword === 'additionalProperties') {
      const path = [...at, String(params['additionalProperty'])].join('.');
      const taken = at.length ? '' : `; there are: ${this.listed || 'none'}`;
      return { path, code: 'unknown', message: `is not an argument${taken}` };
    }
    if (keyword === 'required') {
      return { path: [...at, String(params['missingProperty'])].join('.'), code: 'required', message: 'is required' };
    }
    const choice = keyword === 'enum' ? `: ${(params['allowedValues'] as unknown[]).join(', ')}` : '';
    return { path: at.join('.'), code: keyword, message: `${message ?? 'is wrong'}${choice}` };
  }
}

/** Formats that class-validator checks later, and that no scalar is behind. */
const PLAIN_FORMATS = { uri: true, email: true, 'date-time': true } as const;

/** One checker for all operations. A format is what its scalar says it is: both surfaces refuse what GraphQL would. */
export function argumentChecker(schema: GraphQLSchema): Ajv2020 {
  const checker = new Ajv2020({ strict: false, allErrors: true, formats: PLAIN_FORMATS });
  for (const scalar of Object.values(schema.getTypeMap()).filter((type) => isScalarType(type))) {
    const { format } = (scalar.extensions['jsonSchema'] ?? {}) as { format?: string };
    if (format) checker.addFormat(format, { type: 'string', validate: (value: string) => parses(scalar, value) });
  }
  return checker;
}

function parses(scalar: { parseValue: (value: unknown) => unknown }, value: string): boolean {
  try {
    scalar.parseValue(value);
    return true;
  } catch {
    // That it throws is the answer; the caller is told which place and which format.
    return false;
  }
}

function sameAs(as: string, name: string): ProblemDetail {
  return { path: as, code: 'duplicate', message: `is another name of ${name}: give one of them` };
}

function unescaped(segment: string): string {
  return segment.replaceAll('~1', '/').replaceAll('~0', '~');
}
