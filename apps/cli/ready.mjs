#!/usr/bin/env node
// Makes a clone ready: installs what is missing, builds what is stale, does nothing else. It runs before node_modules
// exists, so it imports nothing but Node itself; and before every command, so the usual answer must be quick.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const OLDEST_NODE = [20, 19];
const INSTALL_STAMP = join(ROOT, 'node_modules/.comptoir-ready');
const BUILD_STAMP = join(ROOT, 'dist/.comptoir-ready');
const NOT_SOURCE = new Set(['node_modules', 'dist']);

requireNode();
installDependencies();
build();

function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return;
  fail(`Comptoir needs Node ${OLDEST_NODE.join('.')} or newer; this is ${process.versions.node}.`);
}

function installDependencies() {
  const lock = readFileSync(join(ROOT, 'package-lock.json'));
  // Prebuilt binaries differ by platform: a folder carried into a container must not pass for installed.
  const wanted = sha256(lock, process.platform, process.arch);
  if (readIfThere(INSTALL_STAMP) === wanted) return;
  if (!isInstalled(lock)) {
    say('Installing dependencies (once)…');
    // Without `--include=dev` NODE_ENV=production would leave the compiler out.
    runNpm(['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']);
  }
  writeFileSync(INSTALL_STAMP, wanted);
}

/** Whether npm's own record of node_modules has all that the lock file names, as after a manual `npm ci`. */
function isInstalled(lock) {
  const record = readIfThere(join(ROOT, 'node_modules/.package-lock.json'));
  if (record === null) return false;
  const wanted = Object.entries(JSON.parse(lock.toString()).packages).filter(([path]) => path !== '');
  const present = JSON.parse(record).packages;
  const fits = ([path, { version, integrity, optional }]) => {
    const own = present[path];
    return own ? own.version === version && own.integrity === integrity : optional === true;
  };
  return wanted.every(fits);
}

function build() {
  const projects = readProjects();
  const sources = projects.flatMap((project) => sourcesOf(project, projects));
  const wanted = fingerprint([...sources.map(({ file }) => file), ...settingsOf(projects)]);
  const [built, ...outputs] = readIfThere(BUILD_STAMP)?.split('\n') ?? [];
  const isIncomplete = !outputs.every((output) => existsSync(output));
  if (built === wanted && !isIncomplete) return;
  say('Building…');
  removeOrphans(projects, new Set(sources.map(({ output }) => output)));
  // Somebody deleted outputs: the compiler trusts its records and would write nothing.
  if (isIncomplete) for (const { records } of projects) rmSync(records, { force: true });
  run(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '-b'], 'inherit', 'The build failed');
  const present = sources.map(({ output }) => `${output}.js`).filter((output) => existsSync(output));
  mkdirSync(dirname(BUILD_STAMP), { recursive: true });
  // The fingerprint is older than the build: what was edited meanwhile is built next time.
  writeFileSync(BUILD_STAMP, [wanted, ...present].join('\n'));
}

/** The workspaces that tsconfig.json refers to, which compile `src` to their own `dist`, and the rest of the repository. */
function readProjects() {
  const { references } = JSON.parse(readFileSync(join(ROOT, 'tsconfig.json'), 'utf8'));
  const folders = references.map(({ path }) => path).filter((path) => !path.endsWith('.json'));
  const workspaces = folders.map((path) => {
    const folder = join(ROOT, path);
    const out = join(folder, 'dist');
    return { folder, from: join(folder, 'src'), roots: [join(folder, 'src')], out, records: join(out, '.tsbuildinfo') };
  });
  const roots = [join(ROOT, 'apps'), join(ROOT, 'libs')];
  const out = join(ROOT, 'dist');
  return [...workspaces, { folder: ROOT, from: ROOT, roots, out, records: join(out, 'app.tsbuildinfo') }];
}

/** What the compiler may read and, without extension, where it then writes. Tests are not built: jest reads their source. */
function sourcesOf(project, projects) {
  const others = new Set(projects.filter((other) => other !== project).map(({ folder }) => folder));
  return project.roots
    .flatMap((root) => filesIn(root, (folder) => !NOT_SOURCE.has(basename(folder)) && !others.has(folder)))
    .filter((file) => /\.ts$/.test(file) && !/\.(spec|fixture|d)\.ts$/.test(file))
    .map((file) => ({ file, output: join(project.out, file.slice(project.from.length, -'.ts'.length)) }));
}

function settingsOf(projects) {
  const own = projects.flatMap(({ folder }) => [join(folder, 'tsconfig.json'), join(folder, 'package.json')]);
  const shared = ['tsconfig.base.json', 'tsconfig.app.json', 'package-lock.json'].map((name) => join(ROOT, name));
  return [...own, ...shared].filter((file) => existsSync(file));
}

/** Path, size and time of every file: a removed, renamed or older file changes it as much as an edited one. */
function fingerprint(files) {
  const entries = files.map((file) => {
    const { mtimeMs, size } = statSync(file);
    return `${file.slice(ROOT.length)} ${mtimeMs} ${size}`;
  });
  return sha256(entries.sort().join('\n'));
}

/** Removes what earlier builds left of sources that are gone: an import of it must fail here as on a fresh clone. */
function removeOrphans(projects, outputs) {
  for (const { out } of projects) {
    for (const file of filesIn(out, () => true)) {
      const output = file.replace(/\.(js|d\.ts)(\.map)?$/, '');
      if (output !== file && !outputs.has(output)) rmSync(file);
    }
  }
}

function filesIn(folder, mayEnter) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return mayEnter(path) ? filesIn(path, mayEnter) : [];
    return [path];
  });
}

function runNpm(parameters) {
  const npm = process.env.npm_execpath ?? '';
  const failure = 'npm could not install the dependencies';
  // The npm that started us needs no search path and, on Windows, no shell.
  if (/^npm-cli\.c?js$/.test(basename(npm))) run(process.execPath, [npm, ...parameters], 'ignore', failure);
  else run('npm', parameters, 'ignore', failure);
}

function run(command, parameters, output, failure) {
  const { status, signal, error } = spawnSync(command, parameters, { cwd: ROOT, stdio: ['ignore', output, 'inherit'] });
  if (signal) process.exit(1);
  if (status !== 0) fail(`${failure}${error ? ` (${error.message})` : ''}; what it said stands above.`);
}

function sha256(...parts) {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part).update('\0');
  return hash.digest('hex');
}

function readIfThere(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
}

function say(line) {
  process.stdout.write(`${line}\n`);
}

function fail(line) {
  process.stderr.write(`${line}\n`);
  process.exit(1);
}
