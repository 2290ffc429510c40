import { TypeMetadataStorage } from '@nestjs/graphql';
import { getMetadataStorage } from 'class-validator';
import { isInputObjectType, type GraphQLSchema } from 'graphql';
import type { JsonSchema } from './json-schema.js';

type Rule = ReturnType<ReturnType<typeof getMetadataStorage>['getTargetValidationMetadatas']>[number];

/** What each class-validator rule means to a caller. A rule that the type already states, or that only code can check, says nothing. */
const MEANING: Readonly<Record<string, (constraints: readonly unknown[]) => JsonSchema>> = {
  isLength: ([minLength, maxLength]) => ({ minLength, ...(maxLength === undefined ? {} : { maxLength }) }),
  minLength: ([minLength]) => ({ minLength }),
  maxLength: ([maxLength]) => ({ maxLength }),
  min: ([minimum]) => ({ minimum }),
  max: ([maximum]) => ({ maximum }),
  isPositive: () => ({ exclusiveMinimum: 0 }),
  isIn: ([values]) => ({ enum: values }),
  matches: ([pattern]) => (pattern instanceof RegExp && pattern.flags === '' ? { pattern: pattern.source } : {}),
  isEmail: () => ({ format: 'email' }),
  isUrl: () => ({ format: 'uri' }),
  arrayNotEmpty: () => ({ minItems: 1 }),
  arrayMinSize: ([minItems]) => ({ minItems }),
  arrayMaxSize: ([maxItems]) => ({ maxItems }),
  arrayUnique: () => ({ uniqueItems: true }),
  ...Object.fromEntries(
    [
      'isArray',
      'isBoolean',
      'isDateString',
      'isDefined',
      'isEnum',
      'isInt',
      'isNotEmpty',
      'isNumber',
      'isObject',
      'isOptional',
      'isString',
      'validateIf',
    ].map((silent) => [silent, () => ({})]),
  ),
};

/** Rules about a list as a whole; every other rule of a list property with `each` is about its items. */
export interface Limits {
  readonly own: JsonSchema;
  readonly items: JsonSchema;
}

/** Limits that class-validator sets for one field of an input or arguments class, so that callers see them first. */
export function limitsOf(typeName: string, field: string): Limits {
  const limits = { own: {}, items: {} };
  for (const rule of rulesOf(typeName, field)) {
    Object.assign(rule.each ? limits.items : limits.own, meaningOf(rule, `${typeName}.${field}`));
  }
  return limits;
}

/** Fields without any rule: `whitelist` would drop their values without a word. */
export function fieldsWithoutRule(schema: GraphQLSchema): string[] {
  const inputs = Object.values(schema.getTypeMap()).filter((type) => isInputObjectType(type));
  return inputs.flatMap((type) =>
    Object.keys(type.getFields())
      .filter((field) => rulesOf(type.name, field).length === 0)
      .map((field) => `${type.name}.${field}`),
  );
}

/** The `@ArgsType()` class of a root field, if it has one. */
export function argumentsClass(rootField: string): string | null {
  const fields = [...TypeMetadataStorage.getQueriesMetadata(), ...TypeMetadataStorage.getMutationsMetadata()];
  const found = fields.find(({ schemaName }) => schemaName === rootField);
  const whole = found?.methodArgs?.find(({ kind }) => kind === 'args')?.typeFn();
  return typeof whole === 'function' ? whole.name : null;
}

function rulesOf(typeName: string, field: string): Rule[] {
  const target = classOf(typeName);
  if (!target) return [];
  const property = propertyOf(target, field);
  const rules = getMetadataStorage().getTargetValidationMetadatas(target, '', false, false);
  return rules.filter(({ propertyName }) => propertyName === property);
}

function meaningOf(rule: Rule, place: string): JsonSchema {
  // Nested classes bring their own rules; a rule without a name is somebody's own code.
  if (rule.type === 'nestedValidation' || rule.name === undefined) return {};
  const meaning = MEANING[rule.name];
  if (!meaning)
    throw new Error(`${place}: the rule ${rule.name} has no JSON Schema form yet; add it to class-rules.ts`);
  return meaning(Array.isArray(rule.constraints) ? rule.constraints : []);
}

function classes() {
  return [...TypeMetadataStorage.getInputTypesMetadata(), ...TypeMetadataStorage.getArgumentsMetadata()];
}

function classOf(typeName: string): Function | null {
  return classes().find(({ name }) => name === typeName)?.target ?? null;
}

/** The property behind a field's public name, also when a base class declares it. */
function propertyOf(target: Function, field: string): string {
  for (let at: unknown = target; typeof at === 'function'; at = Object.getPrototypeOf(at)) {
    const declared = classes().find((metadata) => metadata.target === at);
    const property = declared?.properties?.find(({ schemaName }) => schemaName === field);
    if (property) return property.name;
  }
  return field;
}
