import { BSONRegExp } from 'bson';
import { CommandError, unsupported } from '../errors.js';
import { isDoc, type Doc, type Fields, type Value } from '../bson/value.js';
import { compileEquality, compileOperators, type Condition } from './operators.js';
import { elementAt, somePathValue, type ArrayTrace } from './path.js';

/** A compiled filter. */
export type Predicate = (doc: Fields, trace?: ArrayTrace) => boolean;

const LOGICAL = new Set(['$and', '$or', '$nor']);
const KNOWN_BUT_REFUSED = new Set(['$where', '$text', '$expr', '$jsonSchema', '$sampleRate']);

/** Compiles a filter once; unknown operators are refused here, before any document is read. */
export function compileFilter(filter: Doc): Predicate {
  const parts: Predicate[] = [];
  for (const [key, operand] of filter) {
    if (key === '$comment') continue;
    parts.push(key.startsWith('$') ? compileLogical(key, operand) : compileField(key, operand));
  }
  const [only] = parts;
  if (only && parts.length === 1) return only;
  return (doc, trace) => parts.every((part) => part(doc, trace));
}

/** The test of `$elemMatch`: operators see the element itself, a filter sees the document (or array) it is. */
export function compileElementTest(condition: Doc): (element: Value) => boolean {
  if (!isOperatorDoc(condition) || LOGICAL.has(condition.keys().next().value ?? '')) {
    const filter = compileFilter(condition);
    return (element) => {
      if (isDoc(element)) return filter(element);
      return Array.isArray(element) && filter({ get: (name) => elementAt(element, name) });
    };
  }
  const compiled = compileCondition(condition);
  return (element) =>
    compiled((mode, test) => (mode === 'elements' ? Array.isArray(element) && element.some(test) : test(element)));
}

/** The test of `$pull`: a document is a filter on elements that are documents, a condition looks into arrays too. */
export function compilePullTest(condition: Doc | BSONRegExp): (element: Value) => boolean {
  if (isDoc(condition) && (!isOperatorDoc(condition) || LOGICAL.has(condition.keys().next().value ?? ''))) {
    const filter = compileFilter(condition);
    return (element) => isDoc(element) && filter(element);
  }
  const compiled = compileField('element', condition);
  return (element) => compiled(new Map([['element', element]]));
}

/** Whether a document holds operators (`{$gt: 1}`) and not a value to be equal to. */
export function isOperatorDoc(value: Value): value is Doc {
  if (!isDoc(value)) return false;
  const first = value.keys().next();
  return first.done !== true && first.value.startsWith('$');
}

function compileLogical(operator: string, operand: Value): Predicate {
  if (KNOWN_BUT_REFUSED.has(operator)) throw unsupported(operator);
  if (!LOGICAL.has(operator)) {
    throw new CommandError(2, `unknown top level operator: ${operator}`);
  }
  if (!Array.isArray(operand) || operand.length === 0) {
    throw new CommandError(2, `${operator} argument must be a non-empty array`);
  }
  const branches = operand.map((branch) => {
    if (!isDoc(branch)) throw new CommandError(2, `${operator} entries need to be full objects`);
    return compileFilter(branch);
  });
  if (operator === '$and') return (doc, trace) => branches.every((branch) => branch(doc, trace));
  const anyOf: Predicate = (doc) => branches.some((branch) => branch(doc));
  if (operator === '$nor') return (doc) => !anyOf(doc);
  return (doc, trace) => {
    if (trace) traceAll(branches, doc, trace);
    return anyOf(doc);
  };
}

/**
 * Every branch that holds leaves its trace, for MongoDB puts branches in an order of its own; one that fails leaves none
 * of the elements that its first conditions matched.
 */
function traceAll(branches: readonly Predicate[], doc: Fields, trace: ArrayTrace): void {
  for (const branch of branches) if (branch(doc)) branch(doc, trace);
}

function compileField(path: string, operand: Value): Predicate {
  const parts = path.split('.');
  const condition = compileCondition(operand);
  return (doc, trace) =>
    condition((mode, test, silent) => somePathValue(doc, parts, mode, test, silent ? undefined : trace));
}

function compileCondition(operand: Value): Condition {
  if (isOperatorDoc(operand)) return compileOperators(operand, compileElementTest);
  if (operand instanceof BSONRegExp) {
    return compileOperators(new Map<string, Value>([['$regex', operand]]), compileElementTest);
  }
  return compileEquality(operand);
}
