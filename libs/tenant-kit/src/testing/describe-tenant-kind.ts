import { CLAUSES } from './clauses/index.js';
import type { KindUnderTest, KindWorld } from './world.js';

/** As much of a test runner as the suite needs: Jest has it, Vitest with `globals: true` as well. */
interface TestRunner {
  describe: (name: string, body: () => void) => void;
  it: (name: string, body: () => Promise<void>) => void;
}

/**
 * Puts a tenant kind to the proof of the whole contract, in the kind's own tests and without a database:
 *
 * ```ts
 * import { describeTenantKind } from '@comptoir/tenant-kit/testing';
 * import definition from '../src/index.js';
 * import { comptoir as manifest } from '../package.json';
 *
 * describeTenantKind({ manifest, definition }, { settings: { … }, seed: … , subjects: { … } });
 * ```
 */
export function describeTenantKind(kind: KindUnderTest, world: KindWorld): void {
  const { describe, it } = testRunner();
  describe(`tenant kind ${kind.manifest.kind}`, () => {
    for (const [group, clauses] of Object.entries(CLAUSES)) {
      describe(group, () => {
        for (const [name, clause] of Object.entries(clauses)) it(inWords(name), () => clause({ kind, world }));
      });
    }
  });
}

function testRunner(): TestRunner {
  const runner = globalThis as Partial<TestRunner>;
  if (!runner.describe || !runner.it) throw new Error('describeTenantKind needs describe and it as globals');
  return runner as TestRunner;
}

/** `holdsOnce` as `holds once`. */
function inWords(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
