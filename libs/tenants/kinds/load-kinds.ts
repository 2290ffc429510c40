import { DuplicateProblem } from '@comptoir/kernel';
import { isTenantKind, type KindManifest } from '@comptoir/tenant-kit';
import { attributed, ownerOfProblem, refuseClashes } from './clashes.js';
import { KindError } from './kind-error.js';
import { KindRegistry, LoadedKind } from './kind-registry.js';
import { readManifest } from './manifest.js';

/** Loads kinds by package name. Every manifest is read and checked before any kind's code runs. */
export async function loadKinds(packageNames: readonly string[]): Promise<KindRegistry> {
  const manifests = packageNames.map((name) => ({ name, manifest: readManifest(name) }));
  refuseDuplicates(manifests);
  const kinds: LoadedKind[] = [];
  for (const { name, manifest } of manifests) kinds.push(await loadKind(name, manifest));
  refuseClashes(kinds);
  return new KindRegistry(kinds);
}

function refuseDuplicates(manifests: readonly { name: string; manifest: KindManifest }[]): void {
  const owners = new Map<string, string>();
  for (const { name, manifest } of manifests) {
    const other = owners.get(manifest.kind);
    if (other) throw new KindError(`${other} and ${name} both provide the tenant kind ${manifest.kind}; keep one`);
    owners.set(manifest.kind, name);
  }
}

async function loadKind(name: string, manifest: KindManifest): Promise<LoadedKind> {
  const loaded = await attributed(name, () => importKind(name));
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
    throw new KindError(whyNot(name, error), { cause: error });
  }
}

function whyNot(name: string, error: unknown): string {
  if (error instanceof DuplicateProblem) {
    const other = ownerOfProblem(error.code);
    return `${name} and ${other} both bring the problem ${error.code}; ${name} must rename its own`;
  }
  return `${name} could not be loaded: ${error instanceof Error ? error.message : String(error)}`;
}

/** A CommonJS kind arrives one level deeper. */
function unwrap(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'default' in value ? value.default : value;
}
