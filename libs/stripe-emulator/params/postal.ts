import type { Field } from './fields.js';
import { text } from './fields.js';
import { object } from './shapes.js';

const PARTS = ['city', 'country', 'line1', 'line2', 'postal_code', 'state'] as const;

/** A postal address; what is left out is null. */
export type Address = Readonly<Record<(typeof PARTS)[number], string | null>>;

/** A value that an empty text takes away. */
export function orEmpty<T>(field: Field<T>): Field<T | null> {
  return { parse: (value, path) => (value === '' ? null : field.parse(value, path)) };
}

/** An `address` parameter. */
export function address(): Field<Address> {
  const part = orEmpty(text());
  const shape = object({ city: part, country: part, line1: part, line2: part, postal_code: part, state: part });
  return {
    parse(value, path) {
      const given = shape.parse(value, path);
      return Object.fromEntries(PARTS.map((name) => [name, given[name] ?? null])) as Address;
    },
  };
}

/** Where something is sent, and to whom. */
export interface Recipient {
  readonly address: Address | null;
  readonly name: string | null;
  readonly phone: string | null;
}

/** A `shipping` parameter; the carrier and its number exist on payments only. */
export function recipient(): Field<Recipient> {
  const shape = object({
    address: address(),
    carrier: text(),
    name: text(),
    phone: orEmpty(text()),
    tracking_number: text(),
  });
  return {
    parse(value, path) {
      const { address: at = null, name = null, phone = null, ...sent } = shape.parse(value, path);
      return { address: at, ...sent, name, phone };
    },
  };
}
