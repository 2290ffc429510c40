import { listProblems } from '@comptoir/kernel';
import { OUR_ADDRESSES, routesOf } from './controller-routes.js';
import { KindError } from './kind-error.js';
import type { LoadedKind } from './kind-registry.js';
import { schemaNames, type SchemaName } from './schema-names.js';

const OURSELVES = 'comptoir itself';

/** Which package brought what: filled as kinds are loaded, and kept, since code runs once in a process. */
const owners = new Map<unknown, string>();

/** Runs what loads a kind's code, and remembers which names and problem codes came with it. */
export async function attributed<T>(packageName: string, load: () => Promise<T>): Promise<T> {
  const known = new Set(everything());
  const loaded = await load();
  for (const brought of everything()) if (!known.has(brought)) owners.set(brought, packageName);
  return loaded;
}

/** The package that a problem code came with. */
export function ownerOfProblem(code: string): string {
  return owners.get(code) ?? OURSELVES;
}

/** Two of one name would overwrite one another, or fail later without saying whose they are. */
export function refuseClashes(kinds: readonly LoadedKind[]): void {
  const packages = new Set(kinds.map(({ packageName }) => packageName));
  refuseSharedNames(schemaNames().filter(({ by }) => packages.has(owners.get(by) ?? '') || !owners.has(by)));
  refuseSharedRoutes(kinds);
}

function everything(): unknown[] {
  return [...schemaNames().map(({ by }) => by), ...listProblems().map(({ code }) => code)];
}

function refuseSharedNames(names: readonly SchemaName[]): void {
  const seen = new Map<string, SchemaName>();
  for (const found of names) {
    const what = `${found.sort} ${found.name}`;
    const other = seen.get(what) ?? found;
    seen.set(what, other);
    const [one, two] = [owners.get(other.by) ?? OURSELVES, owners.get(found.by) ?? OURSELVES];
    if (other.by !== found.by && !(one === OURSELVES && two === OURSELVES)) throw clash(one, two, `the ${what}`);
  }
}

function refuseSharedRoutes(kinds: readonly LoadedKind[]): void {
  const seen = new Map<string, string>();
  for (const { packageName, definition } of kinds) {
    for (const { route, begins } of (definition.controllers ?? []).flatMap((controller) => routesOf(controller))) {
      const other = OUR_ADDRESSES.has(begins) ? OURSELVES : seen.get(route);
      if (other) throw clash(other, packageName, `the route ${route}`);
      seen.set(route, packageName);
    }
  }
}

function clash(one: string, two: string, what: string): KindError {
  const [first, second] = one === OURSELVES ? [two, one] : [one, two];
  const remedy = second === OURSELVES ? `${first} must rename its own` : 'one must rename its own';
  return new KindError(`${first} and ${second} both bring ${what}; ${remedy}`);
}
