import { BSONRegExp } from 'bson';
import { CommandError, unsupported } from '../errors.js';
import { isDoc, type Doc, type Value } from '../bson/value.js';
import { compileEquality, compileOperators, type Condition } from './operators.js';
import { somePathValue, type ArrayTrace } from './path.js';

/** A compiled filter. */
export type Predicate = (doc: Doc, trace?: ArrayTrace) => boolean;

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

/** A test on an array element: operators see the element, a plain document is a filter on it, the rest is equality. */
export function compileElementTest(condition: Value): (element: Value) => boolean {
  if (isDoc(condition) && !isOperatorDoc(condition)) {
    const filter = compileFilter(condition);
    return (element) => isDoc(element) && filter(element);
  }
  const compiled = compileCondition(condition);
  return (element) =>
    compiled((mode, test) => (mode === 'elements' ? Array.isArray(element) && element.some(test) : test(element)));
}

/** Whether a document holds operators (`{$gt: 1}`) and not a value to be equal to. */
export function isOperatorDoc(value: Value): value is Doc {
  if (!isDoc(value)) return false;
  const first = value.keys().next();
  return first.done !== true && first.value.startsWith('$');
}

function compileLogical(operator: string, operand: Value): Predicate {
  if (KNOWN_BUT_REFUSED.has(operator)) throw unsupported(operator);
  if (operator !== '$and' && operator !== '$or' && operator !== '$nor') {
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
  if (operator === '$or') return (doc, trace) => branches.some((branch) => branch(doc, trace));
  return (doc) => !branches.some((branch) => branch(doc));
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
