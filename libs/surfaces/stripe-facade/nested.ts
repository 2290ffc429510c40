import { InvalidInput } from '@comptoir/kernel';

/** Decoded parameters: text, lists and objects without a prototype, so that `__proto__` is just a name. */
export type Params = Readonly<Record<string, unknown>>;

/** Deeper than any parameter that is taken. */
const MAX_DEPTH = 6;

/** More fields than 100 lines and 50 words of metadata need. */
const MAX_FIELDS = 1200;

/**
 * What Stripe's clients write as `a[b][0][c]=v` and `a[]=v`, in a query or a form, as objects. A JSON body is nested as it
 * comes. Lists arrive as objects with the keys 0, 1, 2…; whoever wants a list reads them as one.
 */
export function nested(flat: unknown): Params {
  if (flat === undefined || flat === null) return {};
  if (typeof flat !== 'object' || Array.isArray(flat)) throw InvalidInput.at('body', 'type', 'must be an object');
  const entries = Object.entries(flat);
  if (entries.length > MAX_FIELDS) throw InvalidInput.at('body', 'max', `has more than ${MAX_FIELDS} fields`);
  const root = bare();
  for (const [name, value] of entries) insert(root, name, value);
  return root;
}

function insert(root: Record<string, unknown>, name: string, value: unknown): void {
  const steps = stepsOf(name);
  let place = root;
  for (const step of steps.slice(0, -1)) {
    const next = (place[step] ??= bare());
    if (!isParams(next)) throw InvalidInput.at(name, 'type', 'is given as a value and as an object');
    place = next;
  }
  const last = steps.at(-1) ?? '';
  if (last !== '') place[last] = value;
  else for (const item of [value].flat()) place[String(Object.keys(place).length)] = item;
}

function stepsOf(name: string): string[] {
  const [, head, rest = ''] = /^([^[\]]+)((?:\[[^[\]]*\])*)$/.exec(name) ?? [];
  const steps = [...rest.matchAll(/\[([^[\]]*)\]/g)].map(([, step = '']) => step);
  if (head === undefined || steps.length >= MAX_DEPTH) throw InvalidInput.at(name, 'unknown', 'is no parameter');
  return [head, ...steps];
}

/** Whether a value holds others by name. */
export function isParams(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function bare(): Record<string, unknown> {
  return Object.create(null) as Record<string, unknown>;
}
