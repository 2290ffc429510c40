import { invalidParam } from '../core/api-error.js';
import type { Scope } from '../core/world.js';
import { findAccount } from '../resources/accounts/account-lifecycle.js';
import { showFee, showTransfer } from '../resources/connect/connect-routes.js';
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
  if (member === 'shipping_rate') return findRate(scope, id);
  const read = REFERENCES[member];
  if (read !== undefined) return read(scope, id)?.wire ?? null;
  if (value === null) return null;
  throw notExpandable(path);
}

type Read = (scope: Scope, id: string) => { readonly wire: unknown } | undefined;

const readCharge: Read = ({ world, account }, id) => world.store.get('charges', account, id);
const readMethod: Read = ({ world, account }, id) => world.store.get('methods', account, id);

/** What the members that hold an id refer to. */
const REFERENCES: Record<string, Read> = {
  charge: readCharge,
  source_transaction: readCharge,
  originating_transaction: readCharge,
  transfer: ({ world, account }, id) => shown(world.store.get('transfers', account, id), showTransfer),
  application_fee: ({ world }, id) => shown(world.store.find('fees', id)?.row, showFee),
  fee: ({ world }, id) => shown(world.store.find('fees', id)?.row, showFee),
  latest_charge: readCharge,
  payment_intent: ({ world, account }, id) => world.store.get('intents', account, id),
  payment_method: readMethod,
  customer: ({ world, account }, id) => world.store.get('customers', account, id),
  destination: ({ world }, id) => findAccount(world, id),
  on_behalf_of: ({ world }, id) => findAccount(world, id),
  price: ({ world, account }, id) => world.store.get('prices', account, id),
  product: ({ world, account }, id) => world.store.get('products', account, id),
};

function shown<R>(record: R | undefined, show: (record: R) => unknown): { readonly wire: unknown } | undefined {
  return record === undefined ? undefined : { wire: show(record) };
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
