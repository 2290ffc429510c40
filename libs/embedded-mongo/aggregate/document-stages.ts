import { Long } from 'bson';
import { count } from '../bson/numbers.js';
import { cloneDoc, isDoc, type Doc, type Value } from '../bson/value.js';
import { CommandError } from '../errors.js';
import { valuesAlong } from '../query/path.js';
import { placeAt } from '../update/target.js';
import type { Stage } from './stage.js';
import { fieldPath, stageDocument, stageString } from './stage-arguments.js';

const UNWIND_CODES = { type: 15981, unknown: 28811 };

/** Finds the documents of another collection whose field equals one of the values (null: also missing). */
export type Lookup = (from: string, foreignField: string, values: readonly Value[]) => readonly Doc[];

/** `$lookup` by equality. */
export function compileLookup(argument: Value, lookup: Lookup): Stage {
  const spec = stageDocument('$lookup', argument, ['from', 'localField', 'foreignField', 'as']);
  const from = stageString('$lookup', spec.get('from'), 'from');
  const local = fieldPath(stageString('$lookup', spec.get('localField'), 'localField'));
  const foreign = stageString('$lookup', spec.get('foreignField'), 'foreignField');
  fieldPath(foreign);
  const as = fieldPath(stageString('$lookup', spec.get('as'), 'as'));
  return (documents) =>
    documents.map((doc) => {
      const joined = lookup(from, foreign, localValues(doc, local));
      return withField(doc, as, [...joined]);
    });
}

/** `$unwind`: one document per element. */
export function compileUnwind(argument: Value): Stage {
  const spec: Doc =
    typeof argument === 'string'
      ? new Map([['path', argument]])
      : stageDocument('$unwind', argument, ['path', 'preserveNullAndEmptyArrays', 'includeArrayIndex'], UNWIND_CODES);
  const text = stageString('$unwind', spec.get('path'), 'path', 28812);
  if (!text.startsWith('$'))
    throw new CommandError(28818, `path option to $unwind should be prefixed with a '$': ${text}`);
  const path = fieldPath(text.slice(1));
  const keep = spec.get('preserveNullAndEmptyArrays') ?? false;
  if (typeof keep !== 'boolean') throw new CommandError(28809, 'preserveNullAndEmptyArrays must be a boolean');
  const index = indexPath(spec.get('includeArrayIndex'));
  return (documents) => documents.flatMap((doc) => unwind(doc, path, keep, index));
}

/** Where `$unwind` puts the number of the element. */
function indexPath(value: Value | undefined): readonly string[] | undefined {
  if (value === undefined) return undefined;
  const text = stageString('$unwind', value, 'includeArrayIndex', 28810);
  if (text.startsWith('$'))
    throw new CommandError(28822, `includeArrayIndex should not be prefixed with a '$': ${text}`);
  return fieldPath(text);
}

/** `$count`: one document with the number, none for no documents. */
export function compileCount(argument: Value): Stage {
  const name = stageString('$count', argument, 'the name', argument === '' ? 40157 : 40156);
  if (name.startsWith('$')) throw new CommandError(40158, `the count field cannot be a $-prefixed path: '${name}'`);
  if (name.includes('.')) throw new CommandError(40160, `the count field cannot contain '.': '${name}'`);
  return (documents) => (documents.length === 0 ? [] : [new Map([[name, count(documents.length)]])]);
}

function unwind(doc: Doc, path: readonly string[], keep: boolean, index: readonly string[] | undefined): Doc[] {
  const value = fieldAt(doc, path);
  const indexed = (result: Doc, at: number | null): Doc =>
    index === undefined ? result : withField(result, index, at === null ? null : Long.fromNumber(at));
  if (Array.isArray(value) && value.length > 0) {
    return value.map((item, at) => indexed(withField(doc, path, item), at));
  }
  if (value !== undefined && value !== null && !Array.isArray(value)) return [indexed(doc, null)];
  if (!keep) return [];
  return [indexed(Array.isArray(value) ? withoutField(doc, path) : doc, null)];
}

/** What a document joins on: every value at the path, the elements of an array one by one; null when there is none. */
function localValues(doc: Doc, path: readonly string[]): readonly Value[] {
  const found = valuesAlong(doc, path);
  return found.length > 0 ? found : [null];
}

/** The value at a path of plain documents: here an array is never looked into. */
function fieldAt(doc: Doc, path: readonly string[]): Value | undefined {
  return path.reduce<Value | undefined>((value, part) => (isDoc(value) ? value.get(part) : undefined), doc);
}

/** A copy with the value at the path; what is no document on the way gives place to one. */
function withField(doc: Doc, [name = '', ...rest]: readonly string[], value: Value): Doc {
  const copy = cloneDoc(doc);
  const inside = doc.get(name);
  copy.set(name, rest.length === 0 ? value : withField(isDoc(inside) ? inside : new Map(), rest, value));
  return copy;
}

function withoutField(doc: Doc, path: readonly string[]): Doc {
  const copy = cloneDoc(doc);
  placeAt(copy, path, false)?.remove();
  return copy;
}
