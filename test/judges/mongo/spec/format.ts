import { EJSON } from 'bson';
import type { Document } from 'mongodb';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where the published test data lies: beside the checkout, never copied into it. */
export const SPEC_ROOT = join(process.cwd(), '../shared/reference/mongodb-crud-spec');

const SUITES = ['crud', 'retryable-writes', 'sessions', 'index-management', 'collection-management'];

/** What the embedded server announces; requirements are checked against it. */
const SERVER = { version: [7, 0, 0], topology: 'replicaset' };

interface Requirement {
  readonly minServerVersion?: string;
  readonly maxServerVersion?: string;
  readonly topologies?: readonly string[];
  readonly auth?: boolean;
  readonly csfle?: boolean;
}

/** One test of a unified test file (the fields this runner reads). */
export interface SpecTest {
  readonly description: string;
  readonly skipReason?: string;
  readonly runOnRequirements?: readonly Requirement[];
  readonly operations: readonly Operation[];
  readonly expectEvents?: readonly ExpectedEvents[];
  readonly outcome?: readonly CollectionData[];
}

export interface Operation {
  readonly name: string;
  readonly object: string;
  readonly arguments?: Document;
  readonly expectResult?: unknown;
  readonly expectError?: Document;
  readonly saveResultAsEntity?: string;
  readonly ignoreResultAndError?: boolean;
}

export interface ExpectedEvents {
  readonly client: string;
  readonly eventType?: string;
  readonly ignoreExtraEvents?: boolean;
  readonly events: readonly Document[];
}

export interface CollectionData {
  readonly databaseName: string;
  readonly collectionName: string;
  readonly documents: readonly Document[];
}

export interface SpecFile {
  /** `crud/unified/find.json` */
  readonly path: string;
  readonly createEntities?: readonly Document[];
  readonly initialData?: readonly CollectionData[];
  readonly runOnRequirements?: readonly Requirement[];
  readonly tests: readonly SpecTest[];
}

/** Every test file, or nothing where the data is absent. */
export function loadSpecFiles(): SpecFile[] {
  if (!existsSync(SPEC_ROOT)) return [];
  return SUITES.flatMap((suite) =>
    readdirSync(join(SPEC_ROOT, suite), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.json'))
      .sort()
      .map((name): SpecFile => {
        const text = readFileSync(join(SPEC_ROOT, suite, name), 'utf8');
        return { ...(EJSON.parse(text) as SpecFile), path: `${suite}/${name}` };
      }),
  );
}

/** Whether a one-member replica set of the announced version is meant at all. */
export function applies(requirements: readonly Requirement[] | undefined): boolean {
  return !requirements || requirements.some(meets);
}

function meets({ minServerVersion, maxServerVersion, topologies, auth, csfle }: Requirement): boolean {
  if (auth === true || csfle === true) return false;
  if (topologies && !topologies.includes(SERVER.topology)) return false;
  if (minServerVersion && compare(SERVER.version, parse(minServerVersion)) < 0) return false;
  return !maxServerVersion || compare(SERVER.version, parse(maxServerVersion)) <= 0;
}

function parse(version: string): number[] {
  return version.split('.').map(Number);
}

function compare(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((part, index) => part !== (b[index] ?? 0));
  return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}
