import { Double } from 'bson';
import { isNumber } from '../bson/numbers.js';
import { compareValues, orderKey } from '../bson/order-key.js';
import { isDoc, type Doc, type Value } from '../bson/value.js';
import { CommandError } from '../errors.js';
import { compileExpression, type Expression } from '../query/expression.js';
import { NumberSum } from './number-sum.js';
import type { Stage } from './stage.js';

/** Takes in one value per document of a group; undefined means that the field is missing. */
interface Accumulator {
  add(value: Value | undefined): void;
  result(): Value;
}

interface Field {
  readonly name: string;
  readonly expression: Expression;
  readonly create: () => Accumulator;
}

interface Group {
  readonly id: Value;
  readonly accumulators: readonly Accumulator[];
}

const ACCUMULATORS = new Map<string, () => Accumulator>([
  ['$sum', sum],
  ['$avg', average],
  ['$min', () => extreme(-1)],
  ['$max', () => extreme(1)],
  ['$first', first],
  ['$push', push],
]);

/** `$group`; groups come out in the order their first document came in. */
export function compileGroup(argument: Value): Stage {
  if (!isDoc(argument)) throw new CommandError(15947, "a group's fields must be specified in an object");
  const idSpec = argument.get('_id');
  if (idSpec === undefined) throw new CommandError(15955, 'a group specification must include an _id');
  const id = compileId(idSpec);
  const fields = [...argument].filter(([name]) => name !== '_id').map(([name, spec]) => compileField(name, spec));
  return (documents) => {
    const groups = new Map<string, Group>();
    for (const doc of documents) feed(groupFor(groups, id(doc) ?? null, fields), fields, doc);
    return [...groups.values()].map((group) => toDoc(group, fields));
  };
}

/** A document of one field groups by that field itself, where missing is null; of several, missing stays missing. */
function compileId(spec: Value): Expression {
  const expression = compileExpression(spec);
  const fields = isDoc(spec) ? [...spec] : [];
  const [first, ...others] = fields;
  if (!first || first[0].startsWith('$')) return expression;
  if (fields.some(([, value]) => isNumber(value) || typeof value === 'boolean')) {
    throw new CommandError(17390, '$group does not support inclusion-style expressions');
  }
  if (others.length > 0) return expression;
  const field = compileExpression(first[1]);
  return (doc) => new Map([[first[0], field(doc) ?? null]]);
}

function compileField(name: string, spec: Value): Field {
  if (name.includes('.') || name.startsWith('$'))
    throw new CommandError(40235, `The field name '${name}' cannot be used`);
  const [entry] = isDoc(spec) ? spec : [];
  if (!entry || !isDoc(spec) || spec.size !== 1) {
    throw new CommandError(40234, `The field '${name}' must be an accumulator object`);
  }
  const create = ACCUMULATORS.get(entry[0]);
  if (!create) throw new CommandError(15952, `unknown group operator '${entry[0]}'`);
  if (Array.isArray(entry[1])) throw new CommandError(40237, `The ${entry[0]} accumulator is a unary operator`);
  return { name, create, expression: compileExpression(entry[1]) };
}

function groupFor(groups: Map<string, Group>, id: Value, fields: readonly Field[]): Group {
  const key = orderKey(id);
  const known = groups.get(key);
  if (known) return known;
  const made: Group = { id, accumulators: fields.map(({ create }) => create()) };
  groups.set(key, made);
  return made;
}

function feed(group: Group, fields: readonly Field[], doc: Doc): void {
  for (const [at, { expression }] of fields.entries()) group.accumulators[at]?.add(expression(doc));
}

function toDoc(group: Group, fields: readonly Field[]): Doc {
  const doc: Doc = new Map([['_id', group.id]]);
  for (const [at, { name }] of fields.entries()) doc.set(name, group.accumulators[at]?.result() ?? null);
  return doc;
}

function sum(): Accumulator {
  const total = new NumberSum();
  return {
    add: (value) => {
      if (isNumber(value)) total.add(value);
    },
    result: () => total.value(),
  };
}

function average(): Accumulator {
  const total = new NumberSum();
  let seen = 0;
  return {
    add: (value) => {
      if (!isNumber(value)) return;
      total.add(value);
      seen++;
    },
    result: () => (seen === 0 ? null : new Double(total.toNumber() / seen)),
  };
}

function extreme(sign: 1 | -1): Accumulator {
  let best: Value | undefined;
  return {
    add: (value) => {
      if (value === undefined || value === null) return;
      if (best === undefined || compareValues(value, best) === sign) best = value;
    },
    result: () => best ?? null,
  };
}

function first(): Accumulator {
  let found: { readonly value: Value } | undefined;
  return {
    add: (value) => {
      found ??= { value: value ?? null };
    },
    result: () => found?.value ?? null,
  };
}

function push(): Accumulator {
  const values: Value[] = [];
  return {
    add: (value) => {
      if (value !== undefined) values.push(value);
    },
    result: () => values,
  };
}
