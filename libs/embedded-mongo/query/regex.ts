import { BSONRegExp } from 'bson';
import { orderKey } from '../bson/order-key.js';
import type { Value } from '../bson/value.js';
import { CommandError, reasonOf, unsupported } from '../errors.js';
import type { Test } from './path.js';
import { toJavaScript } from './regex-syntax.js';

/** `$regex` with `$options` (`i m s`). A stored regular expression equal to the operand matches too. */
export function compileRegex(operand: Value, options: Value | undefined): Test {
  const { pattern, flags } = regexParts(operand, options);
  if (pattern.includes('\0')) throw new CommandError(2, 'Regular expression cannot contain an embedded null byte');
  const regex = toRegExp(pattern, flags);
  const key = operand instanceof BSONRegExp ? orderKey(operand) : undefined;
  const blindToCase = flags.includes('i') && /\\[wWbB]/.test(pattern);
  return (value) => {
    if (typeof value !== 'string') return value instanceof BSONRegExp && orderKey(value) === key;
    if (blindToCase && UNLIKE_LETTERS.test(value)) {
      throw unsupported('a case-blind \\w or \\b on a text with the long s or the Kelvin sign', 51091);
    }
    return regex.test(value);
  };
}

/** They fold to s and k, so to JavaScript they are word characters when case does not matter; to PCRE they never are. */
const UNLIKE_LETTERS = /[\u017f\u212a]/;

/** The literal text every match must begin with (`^abc` without flags), or undefined; an index can use it. */
export function anchoredPrefix(operand: Value, options: Value | undefined): string | undefined {
  const { pattern, flags } = regexParts(operand, options);
  if (flags !== '' || !pattern.startsWith('^') || pattern.includes('|')) return undefined;
  const literal = /^\^([\w \-/:@#%&,;<>=~"'!]*)/.exec(pattern)?.[1] ?? '';
  const next = pattern.charAt(literal.length + 1);
  const repeated = next === '*' || next === '?' || next === '+' || next === '{';
  const prefix = repeated ? literal.slice(0, -1) : literal;
  return prefix === '' ? undefined : prefix;
}

function regexParts(operand: Value, options: Value | undefined): { pattern: string; flags: string } {
  if (options !== undefined && typeof options !== 'string') throw new CommandError(2, '$options has to be a string');
  if (typeof operand === 'string') return { pattern: operand, flags: options ?? '' };
  if (!(operand instanceof BSONRegExp)) throw new CommandError(2, '$regex has to be a string or a regex');
  if (options !== undefined && operand.options !== '')
    throw new CommandError(51075, 'options set in both $regex and $options');
  return { pattern: operand.pattern, flags: options ?? operand.options };
}

/** With the `u` flag JavaScript refuses what it does not know instead of guessing. */
function toRegExp(pattern: string, flags: string): RegExp {
  if (flags.includes('x')) throw unsupported("the regular expression option 'x'", 51108);
  const unknown = /[^imsu]/.exec(flags)?.[0];
  if (unknown !== undefined) throw new CommandError(51108, `invalid flag in regex options: ${unknown}`);
  try {
    return new RegExp(toJavaScript(pattern, flags), flags.includes('i') ? 'iu' : 'u');
  } catch (error) {
    if (error instanceof CommandError) throw error;
    throw new CommandError(
      51091,
      `Regular expression is invalid or not supported by embedded-mongo: ${reasonOf(error)}`,
    );
  }
}
