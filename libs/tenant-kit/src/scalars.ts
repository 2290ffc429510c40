import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';
import { GraphQLEmailAddress } from 'graphql-scalars';

const isMinorUnits = (value: unknown): value is number => typeof value === 'number' && Number.isSafeInteger(value);

function minorUnits(value: unknown): number {
  if (isMinorUnits(value)) return value;
  throw new GraphQLError('MinorUnits must be a whole number of the smallest currency unit, within ±2^53');
}

/** Money on the wire: beyond GraphQL's 32-bit Int, still exact in every JSON parser. */
export const MinorUnitsScalar = new GraphQLScalarType<number, number>({
  name: 'MinorUnits',
  description:
    'An amount in the smallest unit of its currency (cents for EUR, yen for JPY): a whole number up to 2^53.',
  serialize: minorUnits,
  parseValue: minorUnits,
  parseLiteral: (node) => {
    if (node.kind !== Kind.INT) throw new GraphQLError('MinorUnits must be written as a whole number');
    return minorUnits(Number(node.value));
  },
  extensions: {
    jsonSchema: { type: 'integer', minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER },
  },
});

const KEY = /^[\x21-\x7e]{1,255}$/;

function idempotencyKey(value: unknown): string {
  if (typeof value === 'string' && KEY.test(value)) return value;
  throw new GraphQLError('IdempotencyKey must be 1 to 255 printable ASCII characters without spaces');
}

/** Same rule as Stripe's: opaque, at most 255 characters. */
export const IdempotencyKeyScalar = new GraphQLScalarType<string, string>({
  name: 'IdempotencyKey',
  description:
    'Chosen by the caller, 1 to 255 printable ASCII characters. Send the same key again when you repeat a call: same key, same answer, for a day. That goes for refusals that are not `retryable` too: once you have mended what one names, choose another key.',
  serialize: idempotencyKey,
  parseValue: idempotencyKey,
  parseLiteral: (node) => {
    if (node.kind !== Kind.STRING) throw new GraphQLError('IdempotencyKey must be a string');
    return idempotencyKey(node.value);
  },
  extensions: { jsonSchema: { type: 'string', minLength: 1, maxLength: 255, pattern: KEY.source } },
});

/** The argument `idempotencyKey` of an operation that needs a key: `@Args('idempotencyKey', IDEMPOTENCY_KEY_ARG)`. */
export const IDEMPOTENCY_KEY_ARG = {
  type: () => IdempotencyKeyScalar,
  nullable: true,
  description:
    'Required here or as `Idempotency-Key` header. The same key when you repeat a call, another one for every new call.',
} as const;

export const EmailAddressScalar = GraphQLEmailAddress;

/**
 * Every custom scalar, by name. The federation driver rebuilds the schema from text and forgets how a scalar parses
 * unless it is given again as a resolver, so the gateway feeds this list to it.
 */
export const SCALARS: Readonly<Record<string, GraphQLScalarType>> = {
  MinorUnits: MinorUnitsScalar,
  IdempotencyKey: IdempotencyKeyScalar,
  EmailAddress: EmailAddressScalar,
};
