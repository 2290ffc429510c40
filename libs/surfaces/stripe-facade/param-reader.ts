import { InvalidInput } from '@comptoir/kernel';
import { isParams, type Params } from './nested.js';

/** Reads the parameters of a request one by one and names the place that is wrong as Stripe's clients spell it. */
export class ParamReader {
  private readonly read = new Set<string>();

  constructor(
    private readonly params: Params,
    private readonly path = '',
  ) {}

  /** Null where it is absent, or empty: a form has no other way to say so. */
  text(name: string): string | null {
    const value = this.take(name);
    if (value === undefined || value === null || value === '') return null;
    return typeof value === 'string' ? value : this.refuse(name, 'type', 'must be a text');
  }

  choice<T extends string>(name: string, choices: readonly T[]): T | null {
    const value = this.text(name);
    if (value === null) return null;
    const found = choices.find((one) => one === value);
    return found ?? this.refuse(name, 'isIn', `must be one of ${choices.join(', ')}`);
  }

  /** A whole number, as a number or as text. */
  int(name: string): number | null {
    const value = this.take(name);
    if (value === undefined || value === null || value === '') return null;
    const number = typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value;
    if (typeof number !== 'number' || !Number.isSafeInteger(number)) {
      return this.refuse(name, 'isInt', 'must be a whole number');
    }
    return number;
  }

  needed<T>(name: string, value: T | null): T {
    return value ?? this.refuse(name, 'required', 'is required');
  }

  part(name: string): ParamReader | null {
    const value = this.take(name);
    if (value === undefined || value === null || value === '') return null;
    return isParams(value) ? new ParamReader(value, this.at(name)) : this.refuse(name, 'type', 'must be an object');
  }

  /** A list as such, or as an object with the keys 0, 1, 2…, as forms write it. */
  list(name: string): ParamReader[] {
    return this.items(name).map((item, index) => {
      const path = `${this.at(name)}[${index}]`;
      if (!isParams(item)) throw InvalidInput.at(path, 'type', 'must be an object');
      return new ParamReader(item, path);
    });
  }

  texts(name: string): string[] {
    return this.items(name).map((item, index) =>
      typeof item === 'string' ? item : this.refuse(`${name}[${index}]`, 'type', 'must be a text'),
    );
  }

  /** Every entry as text, such as metadata. */
  entries(name: string): { key: string; value: string }[] {
    const part = this.part(name);
    return Object.keys(part?.params ?? {}).map((key) => ({ key, value: part?.text(key) ?? '' }));
  }

  isObject(name: string): boolean {
    return isParams(this.take(name));
  }

  has(name: string): boolean {
    const value = this.take(name);
    return value !== undefined && value !== null && value !== '';
  }

  /** What nobody read is not taken: to ignore it would be to promise it. */
  end(): void {
    const unknown = Object.keys(this.params).find((name) => !this.read.has(name));
    if (unknown !== undefined) this.refuse(unknown, 'unknown', 'is a parameter that this gateway does not take');
  }

  refuse(name: string, code: string, message: string): never {
    throw InvalidInput.at(this.at(name), code, message);
  }

  private items(name: string): unknown[] {
    const value = this.take(name);
    if (value === undefined || value === null || value === '') return [];
    if (Array.isArray(value)) return value;
    if (!isParams(value)) return this.refuse(name, 'type', 'must be a list');
    const keys = Object.keys(value);
    if (!keys.every((key) => /^\d{1,4}$/.test(key))) return this.refuse(name, 'type', 'must be a list');
    return keys.sort((a, b) => Number(a) - Number(b)).map((key) => value[key]);
  }

  private take(name: string): unknown {
    this.read.add(name);
    return Object.hasOwn(this.params, name) ? this.params[name] : undefined;
  }

  private at(name: string): string {
    return this.path === '' ? name : `${this.path}[${name}]`;
  }
}
