import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { CONTRACT, type KindManifest } from '@comptoir/tenant-kit';
import { KindError } from './kind-error.js';

const require = createRequire(import.meta.url);

/** What names of kinds and capabilities look like: that of a tenant handle. */
const NAME = /^[a-z0-9][a-z0-9-]{0,61}[a-z0-9]$/;

type Field = keyof KindManifest;

/** What each field must be, in words; whether it is. */
const RULES: Readonly<Record<Field, readonly [words: string, holds: (value: unknown) => boolean]>> = {
  kind: ['2 to 63 of a-z 0-9 and hyphen', isName],
  contract: ['a whole number', Number.isInteger],
  capabilities: [
    'a list of names, each 2 to 63 of a-z 0-9 and hyphen',
    (value) => value === undefined || (Array.isArray(value) && value.every(isName)),
  ],
  operations: [
    'the name of a folder in the package',
    (value) => value === undefined || (typeof value === 'string' && value !== ''),
  ],
};

/** Reads the manifest of an installed package, before any of its code runs. */
export function readManifest(packageName: string): KindManifest {
  const path = resolvePackage(packageName);
  const { comptoir } = require(path) as { comptoir?: unknown };
  if (!isRecord(comptoir) || comptoir['kind'] === undefined) {
    throw new KindError(`${packageName} is no tenant kind: its package.json lacks "comptoir": { "kind": … }`);
  }
  const { kind, contract, capabilities = [], operations } = checked(packageName, comptoir);
  if (contract !== CONTRACT) {
    throw new KindError(
      `${packageName} implements contract ${contract}, this gateway speaks ${CONTRACT}; install a matching version`,
    );
  }
  if (operations === undefined) return { kind, contract, capabilities };
  const folder = join(dirname(path), operations);
  if (!existsSync(folder))
    throw new KindError(`${packageName} ships no folder ${operations}, which its manifest names`);
  return { kind, contract, capabilities, operations: folder };
}

function resolvePackage(name: string): string {
  try {
    return require.resolve(`${name}/package.json`);
  } catch (error) {
    throw new KindError(`${name} is in COMPTOIR_KINDS but not installed; run npm install ${name}`, { cause: error });
  }
}

function checked(
  packageName: string,
  manifest: Record<string, unknown>,
): Partial<KindManifest> & Pick<KindManifest, 'kind' | 'contract'> {
  const unknown = Object.keys(manifest).find((field) => !Object.hasOwn(RULES, field));
  if (unknown)
    throw new KindError(`${packageName}: "comptoir.${unknown}" in its package.json is no field of a manifest`);
  for (const [field, [words, holds]] of Object.entries(RULES)) {
    if (holds(manifest[field])) continue;
    const found = JSON.stringify(manifest[field]) ?? 'missing';
    throw new KindError(`${packageName}: "comptoir.${field}" in its package.json must be ${words}, and is ${found}`);
  }
  return manifest as unknown as KindManifest;
}

function isName(value: unknown): boolean {
  return typeof value === 'string' && NAME.test(value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
