import { invalidParam, missingParam } from '../core/api-error.js';
import type { Metadata } from '../core/wire.js';
import type { Field } from './fields.js';
import { integer, text } from './fields.js';
import type { FormObject, FormValue } from './form.js';

/** A field that must be there. */
export interface RequiredField<T> extends Field<T> {
  readonly required: true;
}

/** Members by name. */
export type Shape = Readonly<Record<string, Field<unknown>>>;

type Parsed<F> = F extends Field<infer T> ? T : never;
/** What a shape parses to: absent optional members are undefined. */
export type Values<S extends Shape> = {
  readonly [K in keyof S]: S[K] extends { readonly required: true } ? Parsed<S[K]> : Parsed<S[K]> | undefined;
};

/** Marks a field as required. */
export function required<T>(field: Field<T>): RequiredField<T> {
  return { parse: (value, path) => field.parse(value, path), required: true };
}

/** Parses the top level of a request. */
export function parseParams<S extends Shape>(shape: S, form: FormObject): Values<S> {
  return parseMembers(shape, form, '');
}

/** The same field under several names. */
export function fromNames<const N extends string, T>(names: readonly N[], field: Field<T>): Record<N, Field<T>> {
  return Object.fromEntries(names.map((name) => [name, field])) as Record<N, Field<T>>;
}

/** A nested object. */
export function object<S extends Shape>(shape: S): Field<Values<S>> {
  return { parse: (value, path) => parseMembers(shape, membersOf(value, path), path) };
}

/** A list; `a[0]`, `a[1]` and `a[]` are all understood. */
export function list<T>(item: Field<T>, max = 100): Field<T[]> {
  return {
    parse(value, path) {
      if (value === '') return [];
      const entries = Object.entries(membersOf(value, path));
      if (entries.some(([key]) => !/^\d+$/.test(key))) throw invalidParam(path, 'Invalid array');
      if (entries.length > max) throw invalidParam(path, `Array ${path} exceeded maximum ${max} allowed elements.`);
      return entries.map(([key, entry]) => item.parse(entry, `${path}[${key}]`));
    },
  };
}

/** A patch of metadata: an empty value removes its key, null removes all. */
export type MetadataPatch = Metadata | null;

/** Metadata with Stripe's limits. */
export function metadata(): Field<MetadataPatch> {
  return {
    parse(value, path) {
      if (value === '') return null;
      const entries = Object.entries(membersOf(value, path));
      for (const [key, entry] of entries) checkMetadata(key, entry, path);
      return Object.fromEntries(entries) as Metadata;
    },
  };
}

function checkMetadata(key: string, value: FormValue, path: string): void {
  if (typeof value !== 'string') throw invalidParam(`${path}[${key}]`, 'Metadata values must be strings.');
  if (key.length > 40) throw invalidParam(path, 'Metadata keys may be at most 40 characters long.');
  if (value.length > 500) throw invalidParam(`${path}[${key}]`, 'Metadata values may be at most 500 characters long.');
}

/** Applies a patch; at most 50 keys may remain. */
export function patchMetadata(current: Metadata, patch: MetadataPatch | undefined, path = 'metadata'): Metadata {
  if (patch === undefined) return current;
  if (patch === null) return {};
  const entries = Object.entries({ ...current, ...patch }).filter(([, value]) => value !== '');
  if (entries.length > 50) throw invalidParam(path, 'Metadata may have at most 50 keys.');
  return Object.fromEntries(entries);
}

/** A moment or a range of moments, in seconds. */
export interface MomentRange {
  readonly gt?: number | undefined;
  readonly gte?: number | undefined;
  readonly lt?: number | undefined;
  readonly lte?: number | undefined;
}

/** `created=123` or `created[gte]=123`. */
export function momentRange(): Field<MomentRange> {
  const range = object({ gt: integer(), gte: integer(), lt: integer(), lte: integer() });
  return {
    parse(value, path) {
      if (typeof value !== 'string') return range.parse(value, path);
      const moment = integer().parse(value, path);
      return { gte: moment, lte: moment };
    },
  };
}

/** Every operation takes `expand`. */
export const expandable = { expand: list(text(100), 20) };

function parseMembers<S extends Shape>(shape: S, form: FormObject, prefix: string): Values<S> {
  const nameOf = (key: string): string => (prefix === '' ? key : `${prefix}[${key}]`);
  for (const key of Object.keys(form)) {
    if (Object.hasOwn(shape, key)) continue;
    throw invalidParam(nameOf(key), `Received unknown parameter: ${nameOf(key)}`, 'parameter_unknown');
  }
  const values: Record<string, unknown> = {};
  for (const [key, field] of Object.entries(shape)) {
    const raw = form[key];
    if (raw !== undefined) values[key] = field.parse(raw, nameOf(key));
    else if ('required' in field) throw missingParam(nameOf(key));
  }
  return values as Values<S>;
}

function membersOf(value: FormValue, path: string): FormObject {
  if (typeof value === 'string') throw invalidParam(path, `Invalid object: ${path}`);
  return value;
}
