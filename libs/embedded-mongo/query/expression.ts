import { fieldPath } from '../aggregate/stage-arguments.js';
import { isDoc, type Doc, type Value } from '../bson/value.js';
import { CommandError } from '../errors.js';

/** A compiled aggregation expression; undefined means "missing". */
export type Expression = (doc: Doc) => Value | undefined;

/** Field paths, `$$ROOT`, constants, `$literal`, and documents and arrays of them. Operators are refused (168). */
export function compileExpression(value: Value): Expression {
  if (typeof value === 'string') return compileString(value);
  if (Array.isArray(value)) {
    const items = value.map(compileExpression);
    return (doc) => items.map((item) => item(doc) ?? null);
  }
  if (!isDoc(value)) return () => value;
  const operator = [...value.keys()].find((key) => key.startsWith('$'));
  if (operator === undefined) return compileDocument(value);
  const literal = value.get('$literal');
  if (literal !== undefined && value.size === 1) return () => literal;
  throw new CommandError(168, `Unrecognized expression '${operator}': embedded-mongo computes no operators`);
}

function compileDocument(value: Doc): Expression {
  const fields = [...value].map(([name, inner]) => {
    if (name === '') throw new CommandError(15998, 'FieldPath field names may not be empty strings.');
    if (name.includes('.')) throw new CommandError(16412, `FieldPath field names may not contain '.': '${name}'`);
    return [name, compileExpression(inner)] as const;
  });
  return (doc) => {
    const out: Doc = new Map();
    for (const [name, field] of fields) {
      const found = field(doc);
      if (found !== undefined) out.set(name, found);
    }
    return out;
  };
}

function compileString(text: string): Expression {
  if (!text.startsWith('$')) return () => text;
  if (text === '$$ROOT' || text === '$$CURRENT') return (doc) => doc;
  if (text.startsWith('$$')) throw new CommandError(17276, `Use of undefined variable: ${text.slice(2)}`);
  const parts = fieldPath(text.slice(1));
  return (doc) => follow(doc, parts);
}

/** In expressions an array gives the list of what its own documents hold; numbers address nothing. */
function follow(value: Value | undefined, parts: readonly string[]): Value | undefined {
  const [name, ...rest] = parts;
  if (name === undefined) return value;
  if (Array.isArray(value)) {
    return value
      .filter(isDoc)
      .map((item) => follow(item, parts))
      .filter((item) => item !== undefined);
  }
  return isDoc(value) ? follow(value.get(name), rest) : undefined;
}
