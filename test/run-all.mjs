// `npm test`: every check, cheap ones first, progress as it goes, and the plain count as last line.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const scratch = mkdtempSync(join(tmpdir(), 'comptoir-test-'));
const report = join(scratch, 'jest.json');

const CHECKS = [
  { name: 'lint', tool: 'oxlint', args: ['--type-aware', '--quiet', 'apps', 'libs', 'test'] },
  { name: 'format', tool: 'prettier', args: ['--check', '--log-level', 'warn', '.'] },
  { name: 'types', tool: 'tsc', args: ['-p', 'tsconfig.test.json'] },
  {
    name: 'import rules',
    tool: 'depcruise',
    args: ['--config', '.dependency-cruiser.cjs', '--output-type', 'err', 'apps', 'libs'],
  },
  { name: 'dead code', tool: 'knip', args: ['--no-progress'] },
  { name: 'tests', tool: 'jest', args: ['--json', `--outputFile=${report}`, ...process.argv.slice(2)] },
];

/** Runs one tool; its output is shown as it comes. */
function run(tool, args) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [binary(tool), ...args], { stdio: ['ignore', 'inherit', 'inherit'] });
    for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => child.kill(signal));
    child.once('exit', (code) => resolve(code === 0));
  });
}

/** The script behind a tool's name; going through npx would cost a second each. */
function binary(tool) {
  const home = { depcruise: 'dependency-cruiser', tsc: 'typescript' }[tool] ?? tool;
  const { bin } = JSON.parse(readFileSync(join('node_modules', home, 'package.json'), 'utf8'));
  return join('node_modules', home, typeof bin === 'string' ? bin : bin[tool]);
}

const failed = [];
for (const [index, { name, tool, args }] of CHECKS.entries()) {
  const begun = Date.now();
  console.log(`[${index + 1}/${CHECKS.length}] ${name} …`);
  const ok = await run(tool, args);
  console.log(
    `[${index + 1}/${CHECKS.length}] ${name} ${ok ? 'ok' : 'FAILED'} (${((Date.now() - begun) / 1000).toFixed(1)} s)`,
  );
  if (!ok) failed.push(name);
}

const { numPassedTests = 0, numFailedTests = 0, numPendingTests = 0, numRuntimeErrorTestSuites = 0 } = readReport();
rmSync(scratch, { recursive: true, force: true });
if (failed.length) console.log(`Failed: ${failed.join(', ')}`);
const skipped = numPendingTests ? `, ${numPendingTests} skipped` : '';
console.log(`${numPassedTests} passed, ${numFailedTests + numRuntimeErrorTestSuites} failed${skipped}`);
process.exitCode = failed.length ? 1 : 0;

function readReport() {
  try {
    return JSON.parse(readFileSync(report, 'utf8'));
  } catch {
    // The runner did not get as far as a report; it has said why, and `tests` counts as failed.
    return {};
  }
}
