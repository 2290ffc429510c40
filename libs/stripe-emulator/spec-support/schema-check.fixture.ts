import { readFileSync } from 'node:fs';

/** The parts of a JSON schema that are checked. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: unknown;
  readonly 'x-known-values'?: readonly unknown[];
}

/** Every way in which a value breaks a named schema: missing, unknown or ill-typed members. */
export function schemaProblems(schemas: Readonly<Record<string, Schema>>, name: string, value: unknown): string[] {
  const check = (schema: Schema, actual: unknown, path: string): string[] => {
    if (schema.$ref !== undefined) return check(schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {}, actual, path);
    if (schema.anyOf !== undefined) {
      const tries = schema.anyOf.map((option) => check(option, actual, path));
      return tries.find((problems) => problems.length === 0) ?? tries.toSorted((a, b) => b.length - a.length)[0] ?? [];
    }
    if (schema.const !== undefined && schema.const !== actual)
      return [`${path} is not ${JSON.stringify(schema.const)}`];
    const allowed = schema.enum ?? schema['x-known-values'];
    if (allowed !== undefined && actual !== null && !allowed.includes(actual)) {
      return [`${path} has the unknown value ${JSON.stringify(actual)}`];
    }
    if (schema.type !== undefined && ![schema.type].flat().includes(typeOf(actual))) {
      return [`${path} is ${typeOf(actual)}, not ${String(schema.type)}`];
    }
    if (Array.isArray(actual)) {
      return actual.flatMap((item, index) => check(schema.items ?? {}, item, `${path}[${index}]`));
    }
    if (schema.properties === undefined || typeof actual !== 'object' || actual === null) return [];
    return membersOf(schema, actual as Record<string, unknown>, path);
  };
  const membersOf = (schema: Schema, actual: Record<string, unknown>, path: string): string[] => [
    ...(schema.required ?? []).filter((key) => !(key in actual)).map((key) => `${path}.${key} is missing`),
    ...Object.entries(actual).flatMap(([key, member]) => {
      const known = schema.properties?.[key];
      if (known !== undefined) return check(known, member, `${path}.${key}`);
      return schema.additionalProperties === true ? [] : [`${path}.${key} is not in the contract`];
    }),
  ];
  return check(schemas[name] ?? { const: 'a schema that exists' }, value, name);
}

/** Members that an object lacks or has too many, by the interface of a declaration file. */
export function interfaceProblems(file: string, name: string, value: unknown): string[] {
  const source = readFileSync(file, 'utf8');
  const body = new RegExp(`^(?:export )?(?:declare )?interface ${name} \\{\n([\\s\\S]*?)^\\}`, 'm').exec(source)?.[1];
  if (body === undefined) return [`${file} has no interface ${name}`];
  const members = [...body.matchAll(/^ {4}(\w+)(\??):/gm)].map(([, key = '', optional]) => ({ key, optional }));
  const actual = Object.keys((value ?? {}) as object);
  const missing = members.filter(({ key, optional }) => optional === '' && !actual.includes(key));
  const extra = actual.filter((key) => !members.some((member) => member.key === key) && key !== 'lastResponse');
  return [...missing.map(({ key }) => `${name}.${key} is missing`), ...extra.map((key) => `${name}.${key} is unknown`)];
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}
