import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { CONTRACT, isTenantKind, type KindManifest } from '@comptoir/tenant-kit';
import { KindRegistry, LoadedKind } from './kind-registry.js';

/** A kind that cannot run here; the message says which one and how to mend it. */
export class KindError extends Error {}

const require = createRequire(import.meta.url);

/** Loads kinds by package name. Every manifest is read and checked before any kind's code runs. */
export async function loadKinds(packageNames: readonly string[]): Promise<KindRegistry> {
  const manifests = packageNames.map((name) => ({ name, manifest: readManifest(name) }));
  refuseDuplicates(manifests);
  const kinds: LoadedKind[] = [];
  for (const { name, manifest } of manifests) kinds.push(await loadKind(name, manifest));
  refuseSharedTypes(kinds);
  return new KindRegistry(kinds);
}

function readManifest(name: string): KindManifest {
  const path = resolvePackage(name);
  const { comptoir } = require(path) as { comptoir?: Partial<KindManifest> };
  if (!comptoir?.kind)
    throw new KindError(`${name} is no tenant kind: its package.json lacks "comptoir": { "kind": … }`);
  if (comptoir.contract !== CONTRACT) {
    throw new KindError(
      `${name} implements contract ${comptoir.contract}, this gateway speaks ${CONTRACT}; install a matching version`,
    );
  }
  const { kind, contract, capabilities = [], operations } = comptoir;
  return { kind, contract, capabilities, ...(operations ? { operations: join(dirname(path), operations) } : {}) };
}

function resolvePackage(name: string): string {
  try {
    return require.resolve(`${name}/package.json`);
  } catch (error) {
    throw new KindError(`${name} is in COMPTOIR_KINDS but not installed; run npm install ${name}`, { cause: error });
  }
}

function refuseDuplicates(manifests: readonly { name: string; manifest: KindManifest }[]): void {
  const owners = new Map<string, string>();
  for (const { name, manifest } of manifests) {
    const other = owners.get(manifest.kind);
    if (other) throw new KindError(`${other} and ${name} both provide the tenant kind ${manifest.kind}; keep one`);
    owners.set(manifest.kind, name);
  }
}

/** Two kinds with types of one name would overwrite one another in the schema. */
function refuseSharedTypes(kinds: readonly LoadedKind[]): void {
  const owners = new Map<string, string>();
  for (const { packageName, definition } of kinds) {
    const { checkoutType, orderType, problems } = definition;
    for (const { name } of [checkoutType, ...(orderType ? [orderType] : []), ...problems]) {
      const other = owners.get(name);
      if (other) throw new KindError(`${other} and ${packageName} both bring a type ${name}; one must rename its own`);
      owners.set(name, packageName);
    }
  }
}

async function loadKind(name: string, manifest: KindManifest): Promise<LoadedKind> {
  const loaded = await importKind(name);
  const definition = unwrap(loaded.default);
  if (!isTenantKind(definition)) {
    throw new KindError(
      `${name} does not export defineTenantKind(…) as default, or it brought a second copy of @comptoir/tenant-kit`,
    );
  }
  return new LoadedKind(name, manifest, definition);
}

async function importKind(name: string): Promise<{ default?: unknown }> {
  try {
    return (await import(name)) as { default?: unknown };
  } catch (error) {
    throw new KindError(`${name} could not be loaded: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

/** A CommonJS kind arrives one level deeper. */
function unwrap(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'default' in value ? value.default : value;
}
