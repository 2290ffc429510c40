import { Long } from 'bson';
import { count } from '../bson/numbers.js';
import { cloneDoc, isDoc, type Doc, type Value } from '../bson/value.js';
import { CommandError } from '../errors.js';
import { placeAt } from '../update/target.js';
import type { Stage } from './stage.js';
import { stageDocument, stageString } from './stage-arguments.js';

/** Finds the documents of another collection whose field equals one of the values (null: also missing). */
export type Lookup = (from: string, foreignField: string, values: readonly Value[]) => readonly Doc[];

/** `$lookup` by equality. */
export function compileLookup(argument: Value, lookup: Lookup): Stage {
  const spec = stageDocument('$lookup', argument, ['from', 'localField', 'foreignField', 'as']);
  const from = stageString('$lookup', spec.get('from'), 'from');
  const local = stageString('$lookup', spec.get('localField'), 'localField');
  const foreign = stageString('$lookup', spec.get('foreignField'), 'foreignField');
  const as = stageString('$lookup', spec.get('as'), 'as');
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
      : stageDocument('$unwind', argument, ['path', 'preserveNullAndEmptyArrays', 'includeArrayIndex']);
  const path = stageString('$unwind', spec.get('path'), 'path');
  if (!path.startsWith('$'))
    throw new CommandError(28818, `path option to $unwind should be prefixed with a '$': ${path}`);
  const keep = spec.get('preserveNullAndEmptyArrays') ?? false;
  if (typeof keep !== 'boolean') throw new CommandError(28809, 'preserveNullAndEmptyArrays must be a boolean');
  const index = spec.get('includeArrayIndex');
  const indexName = index === undefined ? undefined : stageString('$unwind', index, 'includeArrayIndex');
  return (documents) => documents.flatMap((doc) => unwind(doc, path.slice(1), keep, indexName));
}

/** `$count`: one document with the number, none for no documents. */
export function compileCount(argument: Value): Stage {
  const name = stageString('$count', argument, 'the name');
  if (name.startsWith('$') || name.includes('.')) throw new CommandError(40160, `the count field cannot be '${name}'`);
  return (documents) => (documents.length === 0 ? [] : [new Map([[name, count(documents.length)]])]);
}

function unwind(doc: Doc, path: string, keep: boolean, indexName: string | undefined): Doc[] {
  const value = fieldAt(doc, path);
  const indexed = (result: Doc, at: number | null): Doc =>
    indexName === undefined ? result : withField(result, indexName, at === null ? null : Long.fromNumber(at));
  if (Array.isArray(value) && value.length > 0) {
    return value.map((item, at) => indexed(withField(doc, path, item), at));
  }
  if (value !== undefined && value !== null && !Array.isArray(value)) return [indexed(doc, null)];
  if (!keep) return [];
  return [indexed(Array.isArray(value) ? withoutField(doc, path) : doc, null)];
}

/** What a document joins on: every value at the path, the elements of an array one by one; null when there is none. */
function localValues(doc: Doc, path: string): Value[] {
  const found = collectValues(doc, path.split('.'));
  return found.length > 0 ? found : [null];
}

function collectValues(value: Value | undefined, parts: readonly string[]): Value[] {
  const [name, ...rest] = parts;
  if (name === undefined) return value === undefined ? [] : Array.isArray(value) ? value : [value];
  if (Array.isArray(value)) return value.filter(isDoc).flatMap((item) => collectValues(item, parts));
  return isDoc(value) ? collectValues(value.get(name), rest) : [];
}

/** The value at a path of plain documents: here an array is never looked into. */
function fieldAt(doc: Doc, path: string): Value | undefined {
  return path.split('.').reduce<Value | undefined>((value, part) => (isDoc(value) ? value.get(part) : undefined), doc);
}

function withField(doc: Doc, path: string, value: Value): Doc {
  const copy = cloneDoc(doc);
  placeAt(copy, path.split('.'), true)?.set(value);
  return copy;
}

function withoutField(doc: Doc, path: string): Doc {
  const copy = cloneDoc(doc);
  placeAt(copy, path.split('.'), false)?.remove();
  return copy;
}
