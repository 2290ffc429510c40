import { equalValues } from '../bson/order-key.js';
import { cloneValue, isDoc, type Doc, type Value } from '../bson/value.js';
import { CommandError, unsupported } from '../errors.js';
import type { ArrayTrace } from '../query/path.js';
import { parseArrayFilters, type ArrayFilters } from './array-filters.js';
import { UPDATE_OPERATORS, REMOVE, type Change, type Operator } from './operators.js';
import { checkConflicts, checkElementNaming, comparePaths, parseUpdatePath, resolvePaths } from './paths.js';
import { placeAt } from './target.js';
import { withTimestamps } from './timestamps.js';

/** What an update is applied to. */
interface Situation {
  readonly inserting: boolean;
  /** Filled by the filter; tells the positional operator which element matched. */
  readonly trace: ArrayTrace;
}

/** A compiled update. */
export interface Update {
  readonly isReplacement: boolean;
  /** Whether it needs to know which element of an array the filter matched. */
  readonly isPositional: boolean;
  /** Whether it counts as a change even where the document comes out as it was: MongoDB does not compare that. */
  readonly changesAlways: boolean;
  /** Makes the new document; the one given may be changed on the way. */
  apply(doc: Doc, situation: Situation): Doc;
}

interface Modifier {
  readonly name: string;
  readonly operator: Operator;
  readonly parts: readonly string[];
  readonly change: Change;
  /** Only of `$rename`, whose own place is the new one. */
  readonly from?: readonly string[];
}

const RENAME: Operator = { creates: true, compile: () => () => undefined };
const KNOWN_BUT_REFUSED = new Set(['$bit', '$v']);

/** Compiles a replacement or an operator update; everything that can be refused without a document is refused here. */
export function compileUpdate(spec: Value, filters: Value | undefined): Update {
  if (Array.isArray(spec)) throw new CommandError(9, 'an update with a pipeline is not supported by embedded-mongo');
  if (!isDoc(spec)) throw new CommandError(9, 'Update argument must be either an object or an array');
  const names = [...spec.keys()];
  if (!names.some((name) => name.startsWith('$'))) return compileReplacement(spec);
  const plain = names.find((name) => !name.startsWith('$'));
  if (plain === names[0])
    throw new CommandError(
      52,
      `The dollar ($) prefixed field of a replacement is not allowed at its top: ${names.join()}`,
    );
  if (plain !== undefined) throw new CommandError(9, `Unknown modifier: ${plain}. Expected a valid update modifier`);
  const arrayFilters = parseArrayFilters(filters);
  const modifiers: Modifier[] = [];
  for (const [name, argument] of spec) collect(name, argument, modifiers);
  modifiers.sort((a, b) => comparePaths(a.parts, b.parts));
  const paths = modifiers.flatMap(({ parts, from }) => (from ? [parts, from] : [parts]));
  checkConflicts(paths);
  checkElementNaming(paths);
  arrayFilters.checkAllUsed(modifiers.map(({ parts }) => parts));
  const isDynamic = modifiers.some(({ parts }) => parts.some((part) => part.startsWith('$')));
  return {
    isReplacement: false,
    isPositional: modifiers.some(({ parts }) => parts.includes('$')),
    changesAlways: pushesSomething(spec.get('$push')),
    apply: (doc, situation) =>
      applyModifiers(doc, isDynamic ? resolved(doc, modifiers, arrayFilters, situation) : modifiers, situation),
  };
}

/** A value that is pushed and cut off again is a change all the same (push_node.cpp); `$[...]` may mean no array. */
function pushesSomething(push: Value | undefined): boolean {
  if (!isDoc(push)) return false;
  return [...push].some(([path, value]) => {
    const each = isDoc(value) ? value.get('$each') : undefined;
    return !path.includes('$[') && (!Array.isArray(each) || each.length > 0);
  });
}

function compileReplacement(spec: Doc): Update {
  return {
    isReplacement: true,
    isPositional: false,
    // What is compared is the replacement as it came; without its _id it is not the document (object_replace_executor.cpp).
    changesAlways: spec.size > 0 && spec.keys().next().value !== '_id',
    apply: (doc) => {
      const id = spec.get('_id') ?? doc.get('_id');
      const replaced: Doc = id === undefined ? new Map() : new Map([['_id', id]]);
      for (const [name, value] of spec) replaced.set(name, cloneValue(value));
      return withTimestamps(replaced);
    },
  };
}

function collect(name: string, argument: Value, modifiers: Modifier[]): void {
  const operator = UPDATE_OPERATORS.get(name);
  if (!operator && KNOWN_BUT_REFUSED.has(name)) throw unsupported(`the update operator ${name}`, 9);
  if (!operator && name !== '$rename') throw new CommandError(9, `Unknown modifier: ${name}`);
  if (!isDoc(argument)) throw new CommandError(9, `Modifiers operate on fields but ${name} got another type`);
  for (const [path, value] of argument) {
    const parts = parseUpdatePath(path);
    if (operator) modifiers.push({ name, operator, parts, change: operator.compile(value, path) });
    else modifiers.push(compileRename(path, parts, value));
  }
}

function compileRename(path: string, from: readonly string[], target: Value): Modifier {
  if (typeof target !== 'string') throw new CommandError(2, `The 'to' field for $rename must be a string: ${path}`);
  const to = parseUpdatePath(target);
  if ([...from, ...to].some((part) => part.startsWith('$'))) {
    throw new CommandError(2, `$rename may not use the positional operator: ${path}`);
  }
  if (path === target) throw new CommandError(2, `The source and target field for $rename must differ: ${path}`);
  if (`${path}.`.startsWith(`${target}.`) || `${target}.`.startsWith(`${path}.`)) {
    throw new CommandError(
      2,
      `The source and target field for $rename must not be on the same path: ${path}: ${target}`,
    );
  }
  return { name: '$rename', operator: RENAME, parts: to, from, change: () => undefined };
}

function applyModifiers(doc: Doc, modifiers: readonly Modifier[], situation: Situation): Doc {
  for (const modifier of modifiers) {
    if (modifier.operator.onInsertOnly && !situation.inserting) continue;
    if (modifier.from) applyRename(doc, modifier.from, modifier.parts);
    else applyOne(doc, modifier);
  }
  return doc;
}

/**
 * The modifiers with element numbers in place of `$`, `$[]` and `$[name]`, in the order in which MongoDB applies them.
 * All of them see the document as it came: what one sets, the array filter of another does not look at.
 */
function resolved(
  doc: Doc,
  modifiers: readonly Modifier[],
  filters: ArrayFilters,
  { inserting, trace }: Situation,
): readonly Modifier[] {
  const active = modifiers.filter(({ operator }) => inserting || !operator.onInsertOnly);
  const found = active.flatMap((modifier) =>
    resolvePaths(doc, modifier.parts, filters, trace).map((parts) => ({ ...modifier, parts })),
  );
  checkConflicts(found.map(({ parts }) => parts));
  return found.sort((a, b) => comparePaths(a.parts, b.parts));
}

function applyOne(doc: Doc, { name, operator, parts, change }: Modifier): void {
  const place = name === '$unset' ? placeToUnset(doc, parts) : placeAt(doc, parts, operator.creates);
  if (!place) return;
  const changed = change(place.get());
  if (changed === REMOVE) place.remove();
  else if (changed !== undefined) place.set(cloneValue(changed));
}

/** `$unset` through a scalar finds nothing to remove, where every other operator is an error. */
function placeToUnset(doc: Doc, path: readonly string[]): ReturnType<typeof placeAt> {
  try {
    return placeAt(doc, path, false);
  } catch (error) {
    if (error instanceof CommandError && error.code === 28) return undefined;
    throw error;
  }
}

function applyRename(doc: Doc, from: readonly string[], to: readonly string[]): void {
  const source = placeAt(doc, from, false);
  const value = source?.get();
  if (!source || value === undefined) return;
  for (const path of [from, to]) refuseArraysOnTheWay(doc, path);
  const target = placeAt(doc, to, true);
  const known = target?.get();
  // What is equal stays as it is, with its own number type.
  if (known === undefined || !equalValues(known, value)) target?.set(value);
  source.remove();
}

function refuseArraysOnTheWay(doc: Doc, path: readonly string[]): void {
  let value: Value | undefined = doc;
  for (const part of path.slice(0, -1)) {
    value = isDoc(value) ? value.get(part) : undefined;
    if (Array.isArray(value)) throw new CommandError(2, `$rename cannot go through an array: ${path.join('.')}`);
  }
}
