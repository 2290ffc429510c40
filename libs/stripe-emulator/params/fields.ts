import { invalidParam, notEmulated } from '../core/api-error.js';
import { parseCurrency } from '../core/currency.js';
import type { FormValue } from './form.js';

/** Reads one parameter; `path` is its name as Stripe spells it, for errors. */
export interface Field<T> {
  parse(value: FormValue, path: string): T;
}

function textOf(value: FormValue, path: string): string {
  if (typeof value !== 'string') throw invalidParam(path, `Invalid string: ${path} must be a string`);
  return value;
}

/** Text that is not empty. */
export function text(max = 5000): Field<string> {
  return {
    parse(value, path) {
      const result = textOf(value, path);
      if (result === '') throw invalidParam(path, `${path} may not be empty.`, 'parameter_invalid_empty');
      if (result.length > max) throw invalidParam(path, `${path} must be at most ${max} characters.`);
      return result;
    },
  };
}

/** An absolute http(s) address; Stripe's template braces are allowed in it. */
export function url(): Field<string> {
  return {
    parse(value, path) {
      const result = text().parse(value, path);
      if (isWebAddress(result)) return result;
      throw invalidParam(path, 'Not a valid URL', 'url_invalid');
    },
  };
}

/** Whether a text is an absolute http(s) address. */
export function isWebAddress(address: string): boolean {
  return /^https?:\/\/[^/]/.test(address) && URL.canParse(address);
}

/** An e-mail address. */
export function email(): Field<string> {
  return {
    parse(value, path) {
      const result = text(800).parse(value, path);
      if (isEmail(result)) return result;
      throw invalidParam(path, `Invalid email address: ${result}`, 'email_invalid');
    },
  };
}

/** Whether a text looks like an e-mail address. */
export function isEmail(address: string): boolean {
  return /^[^\s@]+@[^\s@]+$/.test(address);
}

/** A whole number inside a range. */
export function integer(min = 0, max = Number.MAX_SAFE_INTEGER): Field<number> {
  return {
    parse(value, path) {
      const result = textOf(value, path);
      const number = Number(result);
      if (!/^-?\d+$/.test(result) || !Number.isSafeInteger(number)) {
        throw invalidParam(path, `Invalid integer: ${result}`, 'parameter_invalid_integer');
      }
      if (number < min || number > max) {
        throw invalidParam(path, `${path} must be between ${min} and ${max}.`, 'parameter_invalid_integer');
      }
      return number;
    },
  };
}

/** `true` or `false`. */
export function bool(): Field<boolean> {
  return {
    parse(value, path) {
      if (value === 'true' || value === 'false') return value === 'true';
      throw invalidParam(path, `Invalid boolean: ${textOf(value, path)}`);
    },
  };
}

/** One of the given words. */
export function oneOf<const W extends readonly string[]>(...words: W): Field<W[number]> {
  return {
    parse(value, path) {
      const word = words.find((known) => known === value);
      if (word !== undefined) return word;
      throw invalidParam(path, `Invalid ${path}: must be one of ${words.join(', ')}`);
    },
  };
}

/** An ISO currency code, returned in lower case. */
export function currency(): Field<string> {
  return { parse: (value, path) => parseCurrency(textOf(value, path), path) };
}

/** Known to Stripe, refused here. */
export function unsupported(): Field<never> {
  return {
    parse(_value, path) {
      throw notEmulated(path);
    },
  };
}

/** Known to Stripe, without effect on anything the emulator shows. */
export function ignored(): Field<FormValue> {
  return { parse: (value) => value };
}
