import { compareFast } from '../bson/compare-fast.js';
import { BSONRegExp } from 'bson';
import { isNumber, toBigInteger, toInteger, toNumber } from '../bson/numbers.js';
import { orderKey } from '../bson/order-key.js';
import { isDoc, type Doc, type Value } from '../bson/value.js';
import { CommandError, unsupported } from '../errors.js';
import type { LeafMode, Test } from './path.js';
import { compileRange } from './range.js';
import { compileRegex } from './regex.js';
import { compileType } from './type-test.js';

/** Asks "is there a value at my place that passes this test"; `silent` keeps negations out of the array trace. */
type Some = (mode: LeafMode, test: Test, silent?: boolean) => boolean;

/** A compiled condition on one place, be it a path or an array element. */
export type Condition = (some: Some) => boolean;

/** Compiles the element test of `$elemMatch`; passed in because it needs whole filters. */
type CompileElement = (condition: Doc) => (element: Value) => boolean;

type Compile = (operand: Value, compileElement: CompileElement) => Condition;

const OPERATORS = new Map<string, Compile>([
  ['$eq', (operand) => compileEquality(operand)],
  ['$ne', (operand) => not(compileEquality(noRegex('$ne', operand)))],
  ['$gt', (operand) => expand(compileRange('$gt', noRegex('$gt', operand)))],
  ['$gte', (operand) => expand(compileRange('$gte', noRegex('$gte', operand)))],
  ['$lt', (operand) => expand(compileRange('$lt', noRegex('$lt', operand)))],
  ['$lte', (operand) => expand(compileRange('$lte', noRegex('$lte', operand)))],
  ['$in', (operand) => expand(compileIn('$in', operand))],
  ['$nin', (operand) => not(expand(compileIn('$nin', operand)))],
  ['$exists', (operand) => compileExists(operand)],
  ['$type', (operand) => expand(compileType(operand))],
  ['$size', (operand) => compileSize(operand)],
  ['$mod', (operand) => expand(compileMod(operand))],
  ['$all', (operand, element) => compileAll(operand, element)],
  ['$elemMatch', (operand, element) => compileElemMatch(operand, element)],
  ['$not', (operand, element) => compileNot(operand, element)],
]);

const KNOWN_BUT_REFUSED = /^\$(geo|near|bits|expr|where|text|jsonSchema|sampleRate)/;

/** Compiles `{$gt: 1, $lt: 5}`: all of them must hold, each for some value of its own. */
export function compileOperators(operators: Doc, compileElement: CompileElement): Condition {
  const conditions: Condition[] = [];
  for (const [name, operand] of operators) {
    if (name === '$options') {
      if (!operators.has('$regex')) throw new CommandError(2, '$options needs a $regex');
    } else if (name === '$regex') {
      conditions.push(expand(compileRegex(operand, operators.get('$options'))));
    } else {
      conditions.push(operatorNamed(name)(operand, compileElement));
    }
  }
  return (some) => conditions.every((condition) => condition(some));
}

/** Equality, where null also means "missing". */
export function compileEquality(operand: Value): Condition {
  return expand(equalTo(operand));
}

function operatorNamed(name: string): Compile {
  const compile = OPERATORS.get(name);
  if (compile) return compile;
  if (KNOWN_BUT_REFUSED.test(name)) throw unsupported(name);
  throw new CommandError(2, `unknown operator: ${name}`);
}

function equalTo(operand: Value): Test {
  if (operand === null) return (value) => value === undefined || value === null;
  if (typeof operand === 'string') return (value) => value === operand;
  const fast = compareFast(operand);
  if (fast) return (value) => fast(value) === 0;
  const key = orderKey(operand);
  return (value) => value !== undefined && orderKey(value) === key;
}

function expand(test: Test): Condition {
  return (some) => some('expand', test);
}

function not(condition: Condition): Condition {
  return (some) => !condition((mode, test) => some(mode, test, true));
}

function compileNot(operand: Value, compileElement: CompileElement): Condition {
  if (operand instanceof BSONRegExp) return not(expand(compileRegex(operand, undefined)));
  if (!isDoc(operand) || operand.size === 0) throw new CommandError(2, '$not needs a regex or a document');
  return not(compileOperators(operand, compileElement));
}

function compileIn(name: string, operand: Value): Test {
  if (!Array.isArray(operand)) throw new CommandError(2, `${name} needs an array`);
  const regexes: Test[] = [];
  const keys = new Set<string>();
  for (const item of operand) {
    if (isDoc(item) && [...item.keys()].some((key) => key.startsWith('$'))) {
      throw new CommandError(2, `cannot nest $ under ${name}`);
    }
    if (item instanceof BSONRegExp) regexes.push(compileRegex(item, undefined));
    keys.add(orderKey(item));
  }
  const missing = keys.has(orderKey(null));
  return (value) =>
    value === undefined ? missing : keys.has(orderKey(value)) || regexes.some((regex) => regex(value));
}

function compileExists(operand: Value): Condition {
  const wanted = isNumber(operand) ? toNumber(operand) !== 0 : operand !== false && operand !== null;
  const exists: Condition = (some) => some('whole', (value) => value !== undefined, !wanted);
  return wanted ? exists : (some) => !exists(some);
}

function compileSize(operand: Value): Condition {
  const size = toInteger(operand);
  if (size === undefined || size < 0) throw new CommandError(2, '$size must be a whole number of at least 0');
  return (some) => some('whole', (value) => Array.isArray(value) && value.length === size);
}

function compileMod(operand: Value): Test {
  if (!Array.isArray(operand) || operand.length !== 2) throw new CommandError(2, '$mod needs [divisor, remainder]');
  const [divisor, remainder] = operand;
  if (!isNumber(divisor) || !isNumber(remainder)) throw new CommandError(2, '$mod needs two numbers');
  const by = toBigInteger(divisor);
  const rest = toBigInteger(remainder);
  if (by === undefined || rest === undefined) throw new CommandError(2, '$mod needs numbers of at most 64 bits');
  if (by === 0n) throw new CommandError(2, 'divisor cannot be 0');
  return (value) => {
    const found = isNumber(value) ? toBigInteger(value) : undefined;
    return found !== undefined && found % by === rest;
  };
}

function compileAll(operand: Value, compileElement: CompileElement): Condition {
  if (!Array.isArray(operand)) throw new CommandError(2, '$all needs an array');
  const elementWise = isElemMatch(operand[0]);
  const conditions = operand.map((item): Condition => {
    if (elementWise !== isElemMatch(item)) throw new CommandError(2, '$all/$elemMatch has to be consistent');
    if (item instanceof BSONRegExp) return expand(compileRegex(item, undefined));
    if (!isDoc(item) || ![...item.keys()].some((key) => key.startsWith('$'))) return compileEquality(item);
    const element = item.get('$elemMatch');
    if (element === undefined || item.size !== 1) throw new CommandError(2, 'no $ expressions in $all but $elemMatch');
    return compileElemMatch(element, compileElement);
  });
  if (conditions.length === 0) return () => false;
  return (some) => conditions.every((condition) => condition(some));
}

function isElemMatch(item: Value | undefined): boolean {
  return isDoc(item) && item.keys().next().value === '$elemMatch';
}

function compileElemMatch(operand: Value, compileElement: CompileElement): Condition {
  if (!isDoc(operand)) throw new CommandError(2, '$elemMatch needs an Object');
  const test = compileElement(operand);
  return (some) => some('elements', (value) => value !== undefined && test(value));
}

function noRegex(name: string, operand: Value): Value {
  if (operand instanceof BSONRegExp) throw new CommandError(2, `Can't have regex as arg to predicate over ${name}`);
  return operand;
}
