import {
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredInputField,
  type GraphQLInputObjectType,
  type GraphQLInputType,
} from 'graphql';
import type { OperationVariable } from '../operation.js';
import { limitsOf, type Limits } from './class-rules.js';
import { leafSchema, type JsonSchema } from './json-schema.js';

const NONE: Limits = { own: {}, items: {} };

/** What an operation takes: one property per variable, with the limits of the place it goes to. */
export function inputSchema(variables: readonly OperationVariable[]): JsonSchema {
  const properties = variables.map((variable) => [variable.name, variableSchema(variable)]);
  const required = variables.filter(({ type }) => isNonNullType(type)).map(({ name }) => name);
  return {
    type: 'object',
    properties: Object.fromEntries(properties),
    ...(required.length ? { required } : {}),
    additionalProperties: false,
  };
}

function variableSchema({ type, owner, description, defaultValue }: OperationVariable): JsonSchema {
  const limits = owner ? limitsOf(owner.type, owner.field) : NONE;
  const fallback = defaultValue === undefined || defaultValue === null ? {} : { default: defaultValue };
  return { ...typeSchema(type, limits), ...fallback, description };
}

function typeSchema(type: GraphQLInputType, limits: Limits): JsonSchema {
  if (isNonNullType(type)) return typeSchema(type.ofType, limits);
  if (isListType(type)) {
    return { type: 'array', items: typeSchema(type.ofType, { own: limits.items, items: {} }), ...limits.own };
  }
  if (isInputObjectType(type)) return { ...objectSchema(type), ...limits.own };
  // `isIn` beside an enum type would say the same twice.
  return isEnumType(type) ? leafSchema(type) : { ...leafSchema(type), ...limits.own };
}

function objectSchema(type: GraphQLInputObjectType): JsonSchema {
  const fields = Object.values(type.getFields());
  const required = fields.filter((field) => isRequiredInputField(field)).map(({ name }) => name);
  const properties = fields.map((field) => {
    const fallback = field.defaultValue === undefined ? {} : { default: field.defaultValue };
    const description = field.description ? { description: field.description } : {};
    return [field.name, { ...typeSchema(field.type, limitsOf(type.name, field.name)), ...fallback, ...description }];
  });
  return {
    type: 'object',
    properties: Object.fromEntries(properties),
    ...(required.length ? { required } : {}),
    additionalProperties: false,
  };
}
