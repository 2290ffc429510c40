import { invalidParam } from '../core/api-error.js';

/** A decoded form: text, or nested members. Lists arrive as members named 0, 1, 2… and are recognised by their field. */
export type FormValue = string | FormObject;
export interface FormObject {
  [key: string]: FormValue;
}

const MAX_DEPTH = 12;

/** Decodes `a[b][0][c]=v` and `a[]=v` as Stripe does. Prototype-less objects, so `__proto__` is just a name. */
export function decodeForm(text: string): FormObject {
  const root = emptyObject();
  for (const [name, value] of new URLSearchParams(text)) insert(root, splitName(name), value, name);
  return root;
}

function insert(root: FormObject, path: readonly string[], value: string, name: string): void {
  let place = root;
  for (const step of path.slice(0, -1)) {
    const key = step === '' ? String(Object.keys(place).length) : step;
    const next = (place[key] ??= emptyObject());
    if (typeof next === 'string') throw invalidParam(name, `Invalid object: ${name}`);
    place = next;
  }
  const last = path.at(-1) ?? '';
  place[last === '' ? String(Object.keys(place).length) : last] = value;
}

function splitName(name: string): string[] {
  const head = /^[^[\]]+/.exec(name)?.[0];
  const rest = name.slice(head?.length ?? 0);
  const steps = [...rest.matchAll(/\[([^[\]]*)\]/g)].map((match) => match[1] ?? '');
  const consumed = steps.reduce((sum, step) => sum + step.length + 2, 0);
  if (head === undefined || consumed !== rest.length || steps.length > MAX_DEPTH) {
    throw invalidParam(name, `Invalid parameter name: ${name}`);
  }
  return [head, ...steps];
}

function emptyObject(): FormObject {
  return Object.create(null) as FormObject;
}
