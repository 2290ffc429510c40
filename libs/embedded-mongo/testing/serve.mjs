// Runs the server as a process of its own, from built JavaScript, as the product does: the specs start and kill it.
// node serve.mjs '<options of startEmbeddedMongo>' prints {"uri", "startMs"} once it listens.
import { transformSync } from '@swc/core';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const source = fileURLToPath(new URL('..', import.meta.url));
const cache = fileURLToPath(new URL('../../../node_modules/.cache/embedded-mongo', import.meta.url));

const { startEmbeddedMongo } = await import(pathToFileURL(join(built(), 'index.js')).href);
const options = JSON.parse(process.argv[2] ?? '{}');
const begun = performance.now();
try {
  const server = await startEmbeddedMongo({ ...options, logger: (line) => process.stderr.write(`${line}\n`) });
  // A spec that dies closes this pipe: no server outlives it.
  process.stdin.on('close', () => process.exit(0)).resume();
  process.on('SIGTERM', () => server.stop().then(() => process.exit(0)));
  process.stdout.write(`${JSON.stringify({ uri: server.uri, startMs: performance.now() - begun })}\n`);
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

/** The folder with the JavaScript of the sources as they are now; made once, for a crash test starts many servers. */
function built() {
  const files = readdirSync(source, { recursive: true })
    .filter((path) => /(?<!\.spec)\.ts$/.test(path))
    .sort((a, b) => (a < b ? -1 : 1))
    .map((path) => [path, readFileSync(join(source, path), 'utf8')]);
  const hash = createHash('sha256').update(JSON.stringify(files)).digest('hex').slice(0, 16);
  const target = join(cache, hash);
  if (existsSync(target)) return target;
  mkdirSync(cache, { recursive: true });
  const fresh = mkdtempSync(join(cache, 'new-'));
  for (const [path, text] of files) {
    const { code } = transformSync(text, {
      swcrc: false,
      jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
      module: { type: 'es6' },
    });
    mkdirSync(dirname(join(fresh, path)), { recursive: true });
    writeFileSync(join(fresh, path.replace(/\.ts$/, '.js')), code);
  }
  writeFileSync(join(fresh, 'package.json'), '{"type":"module"}');
  try {
    renameSync(fresh, target);
  } catch (error) {
    // Another process was faster: its folder is the same.
    rmSync(fresh, { recursive: true });
    if (!existsSync(target)) throw error;
  }
  return target;
}
