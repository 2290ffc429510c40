// `npm run judges -- mongo [--quick] [judge …]`: runs the judges of a stand-in at full size, with progress, and prints
// one JSON line last: {"judges":{"behaviour":{"ok":n,"failed":0},…}}. Exit code 1 when anything failed.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Which specs each judge runs. One whose specs are not there is reported as skipped; one with a program of its own has it
 * installed into `install` first, and is skipped where that cannot be downloaded.
 */
const SUITES = {
  mongo: {
    behaviour: ['libs/embedded-mongo/behaviour'],
    tables: ['libs/embedded-mongo/(bson|query|update|aggregate|index|wire|commands)/', 'test/judges/mongo/tables'],
    spec: ['test/judges/mongo/spec'],
    model: ['test/judges/mongo/model'],
    crash: ['test/judges/mongo/crash', 'libs/embedded-mongo/storage'],
    fuzz: ['test/judges/mongo/fuzz'],
  },
  stripe: {
    schemas: ['test/judges/stripe/schemas'],
    sdk: ['test/judges/stripe/sdk', 'libs/stripe-emulator'],
    cli: ['test/judges/stripe/cli'],
    facade: ['test/judges/stripe/facade'],
    mppx: ['test/judges/stripe/mppx'],
  },
};

/** Programs that are not ours, each in a folder of its own so that nobody else has to download them. */
const INSTALLED = {
  cli: { folder: 'test/judges/stripe/cli', args: ['--ignore-scripts'] },
  mppx: { folder: 'test/judges/stripe/mppx', args: ['--ignore-scripts', '--legacy-peer-deps'] },
};

/** Programs that measure what a stand-in costs, built output needed. */
const COSTS = { stripe: 'test/judges/stripe/costs.mjs' };

const [suiteName, ...rest] = process.argv.slice(2);
const suite = SUITES[suiteName];
if (!suite) {
  console.error(`usage: npm run judges -- ${Object.keys(SUITES).join('|')} [--quick] [judge …]`);
  process.exit(2);
}
const quick = rest.includes('--quick');
const wanted = rest.filter((word) => !word.startsWith('--'));
const unknown = wanted.find((name) => !(name in suite));
if (unknown) {
  console.error(`there is no judge "${unknown}"; there are ${Object.keys(suite).join(', ')}`);
  process.exit(2);
}

const scratch = mkdtempSync(join(tmpdir(), 'comptoir-judges-'));
const judges = {};
for (const [name, specs] of Object.entries(suite)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const begun = Date.now();
  console.error(`[${suiteName}] ${name} …`);
  if (name in INSTALLED) await install(INSTALLED[name]);
  judges[name] = await judge(name, specs);
  const { ok, failed, skipped, reason } = judges[name];
  const seconds = ((Date.now() - begun) / 1000).toFixed(1);
  console.error(
    `[${suiteName}] ${name}: ${ok} ok, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}${reason ? `: ${reason}` : ''} (${seconds} s)`,
  );
}
rmSync(scratch, { recursive: true, force: true });
if (suiteName in COSTS && wanted.length === 0) await tellCosts(COSTS[suiteName]);
console.log(JSON.stringify({ judges }));
process.exitCode = Object.values(judges).some(({ failed }) => failed > 0) ? 1 : 0;

/** Measured, not judged: a busy machine fails nothing. */
function tellCosts(program) {
  console.error(`[${suiteName}] costs …`);
  return new Promise((resolve) => {
    // To standard error, so that the last line of standard output stays the judges'.
    const child = spawn(process.execPath, ['--expose-gc', program], { stdio: ['ignore', 2, 2], timeout: 60_000 });
    child.once('exit', () => resolve());
  });
}

/** Installs a judge's own program; without a network the judge says itself what is missing. */
function install({ folder, args }) {
  if (existsSync(join(folder, 'node_modules'))) return Promise.resolve();
  console.error(`[${suiteName}] installing ${folder} …`);
  return new Promise((resolve) => {
    const npm = ['ci', '--prefix', folder, '--no-audit', '--no-fund', ...args];
    const child = spawn('npm', npm, { stdio: 'ignore', timeout: 300_000 });
    child.once('error', () => resolve());
    child.once('exit', () => resolve());
  });
}

/** Runs the specs of one judge; a test that stands for many cases reports their number itself. */
async function judge(name, specs) {
  const report = join(scratch, `${name}.json`);
  const counts = join(scratch, `${name}.counts`);
  const jest = join('node_modules', 'jest', 'bin', 'jest.js');
  const args = [
    jest,
    '-i',
    '--forceExit',
    '--passWithNoTests',
    '--testTimeout=1800000',
    '--json',
    `--outputFile=${report}`,
    ...specs,
  ];
  const env = { ...process.env, JUDGES_SIZE: quick ? 'quick' : 'full', JUDGES_COUNTS: counts };
  const clean = await new Promise((resolve) => {
    const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'ignore', 'inherit'] });
    for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => child.kill(signal));
    child.once('exit', (code) => resolve(code === 0));
  });
  if (!existsSync(report)) return { ok: 0, failed: 1 };
  const jestReport = JSON.parse(readFileSync(report, 'utf8'));
  const { numTotalTestSuites, numPassedTests, numFailedTests, numPendingTests, numRuntimeErrorTestSuites } = jestReport;
  if (numTotalTestSuites === 0) return { ok: 0, failed: 0, skipped: 1, reason: `nobody has written ${specs[0]} yet` };
  const lines = existsSync(counts) ? readFileSync(counts, 'utf8').trim().split('\n').map(JSON.parse) : [];
  const cases = lines.filter(({ skipped }) => skipped === undefined);
  const reason = lines.find(({ skipped }) => skipped !== undefined)?.skipped;
  const sum = (field) => cases.reduce((total, one) => total + one[field], 0);
  // A test that counted its cases itself is not counted once more.
  const ok = numPassedTests + sum('ok') - cases.filter(({ failed }) => failed === 0).length;
  const failed = Math.max(numFailedTests + numRuntimeErrorTestSuites, sum('failed'), clean ? 0 : 1);
  return { ok, failed, ...(numPendingTests > 0 && { skipped: numPendingTests }), ...(reason && { reason }) };
}
