import { isNumber, toNumber } from '../bson/numbers.js';
import { cloneValue, isDoc, type Doc, type Value } from '../bson/value.js';
import { CommandError, unsupported } from '../errors.js';
import { compileExpression, type Expression } from './expression.js';

/** Turns a stored document into the one the client asked for. */
type Projector = (doc: Doc) => Doc;

type Node = Map<string, boolean | Expression | Node>;

/** Compiles a projection; `computed` allows `$project`'s field paths and expressions as values. */
export function compileProjection(spec: Doc, computed: boolean): Projector {
  const root: Node = new Map();
  for (const [path, value] of spec) addPath(root, path.split('.'), path, value, computed);
  const idChoice = root.get('_id');
  // Only `_id` as a whole may be taken or left against the others; a part of it, or something computed, is like any field.
  const others = [...root].filter(([name, value]) => name !== '_id' || typeof value !== 'boolean');
  const modes = new Set(others.flatMap(([, value]) => [...modesOf(value)]));
  if (modes.size > 1) {
    const [first] = modes;
    throw first === true
      ? new CommandError(31254, 'Cannot do exclusion on a field in inclusion projection')
      : new CommandError(31253, 'Cannot do inclusion on a field in exclusion projection');
  }
  const including = modes.size === 1 ? modes.has(true) : idChoice !== false;
  if (!including) return (doc) => exclude(doc, root);
  if (idChoice === undefined) root.set('_id', true);
  if (idChoice === false) root.delete('_id');
  return (doc) => include(doc, root, doc);
}

function addPath(node: Node, parts: readonly string[], path: string, value: Value, computed: boolean): void {
  const [name, ...rest] = parts;
  if (name === undefined || name === '') throw new CommandError(40352, `FieldPath must not be empty: '${path}'`);
  if (name.startsWith('$')) throw unsupported(`projection of '${path}'`);
  if (rest.length > 0) {
    addPath(childOf(node, name, path), rest, path, value, computed);
  } else if (isDoc(value) && ![...value.keys()].some((key) => key.startsWith('$'))) {
    if (value.size === 0) throw new CommandError(51270, 'An empty sub-projection is not a valid value.');
    const child = childOf(node, name, path);
    for (const [key, inner] of value) addPath(child, key.split('.'), `${path}.${key}`, inner, computed);
  } else {
    if (node.has(name)) throw new CommandError(31250, `Path collision at ${path}`);
    node.set(name, leafOf(path, value, computed));
  }
}

function childOf(node: Node, name: string, path: string): Node {
  const known = node.get(name);
  if (known instanceof Map) return known;
  if (known !== undefined) throw new CommandError(31249, `Path collision at ${path}`);
  const child: Node = new Map();
  node.set(name, child);
  return child;
}

function leafOf(path: string, value: Value, computed: boolean): boolean | Expression {
  if (typeof value === 'boolean') return value;
  if (isNumber(value)) return toNumber(value) !== 0;
  if (computed) return compileExpression(value);
  const what = isDoc(value) ? [...value.keys()].join() : 'an expression';
  throw unsupported(`${what} in the projection of '${path}'`);
}

function modesOf(value: boolean | Expression | Node): Set<boolean> {
  if (typeof value === 'boolean') return new Set([value]);
  if (typeof value === 'function') return new Set([true]);
  return new Set([...value.values()].flatMap((child) => [...modesOf(child)]));
}

/** Stored fields keep their order; computed fields follow in the order of the projection. */
function include(doc: Doc, node: Node, root: Doc): Doc {
  const out: Doc = new Map();
  for (const [name, value] of doc) {
    const choice = node.get(name);
    if (choice === true) out.set(name, value);
    else if (choice instanceof Map) setIfPresent(out, name, includeInside(value, choice, root));
  }
  for (const [name, choice] of node) {
    if (typeof choice === 'function') setIfPresent(out, name, choice(root));
    else if (choice instanceof Map && !doc.has(name) && hasComputed(choice)) {
      out.set(name, include(new Map(), choice, root));
    }
  }
  return out;
}

function includeInside(value: Value, node: Node, root: Doc): Value | undefined {
  if (isDoc(value)) return include(value, node, root);
  if (!Array.isArray(value)) return hasComputed(node) ? include(new Map(), node, root) : undefined;
  return value.map((item) => includeInside(item, node, root)).filter((item) => item !== undefined);
}

function hasComputed(node: Node): boolean {
  return [...node.values()].some(
    (child) => typeof child === 'function' || (child instanceof Map && hasComputed(child)),
  );
}

function setIfPresent(out: Doc, name: string, value: Value | undefined): void {
  if (value !== undefined) out.set(name, cloneValue(value));
}

function exclude(doc: Doc, node: Node): Doc {
  const out: Doc = new Map();
  for (const [name, value] of doc) {
    const choice = node.get(name);
    if (choice instanceof Map) out.set(name, excludeInside(value, choice));
    else if (choice !== false) out.set(name, value);
  }
  return out;
}

function excludeInside(value: Value, node: Node): Value {
  if (isDoc(value)) return exclude(value, node);
  return Array.isArray(value) ? value.map((item) => excludeInside(item, node)) : value;
}
