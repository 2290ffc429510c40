import { invalidParam } from '../core/api-error.js';
import type { Scope } from '../core/world.js';
import { lineItemsOf } from '../resources/sessions/routes.js';

type Node = Readonly<Record<string, unknown>>;

/** The body with the wanted references replaced by their objects; `data.x` reaches into the items of a list. */
export function expandBody(scope: Scope, body: unknown, paths: readonly string[]): unknown {
  return paths.reduce((result, path) => expandPath(scope, result, path.split('.'), path), body);
}

function expandPath(scope: Scope, node: unknown, steps: readonly string[], path: string): unknown {
  const [step, ...rest] = steps;
  // A null on the way (no payment yet) has nothing to expand.
  if (step === undefined || node === null) return node;
  if (Array.isArray(node)) return node.map((item) => expandPath(scope, item, steps, path));
  if (typeof node !== 'object') throw notExpandable(path);
  const object = node as Node;
  const value = step === 'data' ? object[step] : resolve(scope, object, step, path);
  return { ...object, [step]: expandPath(scope, value, rest, path) };
}

function resolve(scope: Scope, object: Node, member: string, path: string): unknown {
  const { store } = scope.world;
  const value = object[member];
  if (object['object'] === 'checkout.session' && member === 'line_items') {
    const record = store.get('sessions', scope.account, String(object['id']));
    return record === undefined ? null : lineItemsOf(record);
  }
  if (typeof value === 'object' && value !== null) return value;
  const id = typeof value === 'string' ? value : '';
  switch (member) {
    case 'payment_intent':
      return store.get('intents', scope.account, id)?.wire ?? null;
    case 'latest_charge':
    case 'charge':
      return store.get('charges', scope.account, id)?.wire ?? null;
    case 'shipping_rate':
      return findRate(scope, id);
    default:
      if (value === null) return null;
      throw notExpandable(path);
  }
}

function findRate(scope: Scope, id: string): unknown {
  for (const [, record] of scope.world.store.rows('sessions', scope.account)) {
    const rate = record.shippingRates.find((candidate) => candidate.id === id);
    if (rate !== undefined) return rate;
  }
  return null;
}

function notExpandable(path: string): Error {
  return invalidParam('expand', `This property cannot be expanded (${path}).`);
}
