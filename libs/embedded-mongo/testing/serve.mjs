// Runs the server as a process of its own, from built JavaScript, as the product does: the specs start and kill it.
// node serve.mjs '<options of startEmbeddedMongo>' prints {"uri", "startMs"} once it listens.
import { transformSync } from '@swc/core';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const source = fileURLToPath(new URL('..', import.meta.url));
const target = mkdtempSync(join(tmpdir(), 'embedded-mongo-built-'));

const files = readdirSync(source, { recursive: true }).filter((path) => /(?<!\.spec)\.ts$/.test(path));
for (const path of files) {
  const { code } = transformSync(readFileSync(join(source, path), 'utf8'), {
    swcrc: false,
    jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
    module: { type: 'es6' },
  });
  mkdirSync(dirname(join(target, path)), { recursive: true });
  writeFileSync(join(target, path.replace(/\.ts$/, '.js')), code);
}
writeFileSync(join(target, 'package.json'), '{"type":"module"}');
symlinkSync(fileURLToPath(new URL('../../../node_modules', import.meta.url)), join(target, 'node_modules'));

const { startEmbeddedMongo } = await import(pathToFileURL(join(target, 'index.js')).href);
const options = JSON.parse(process.argv[2] ?? '{}');
const begun = performance.now();
try {
  const server = await startEmbeddedMongo({ ...options, logger: (line) => process.stderr.write(`${line}\n`) });
  // Every module is loaded now, and a killed process cleans nothing up.
  rmSync(target, { recursive: true });
  process.stdout.write(`${JSON.stringify({ uri: server.uri, startMs: performance.now() - begun })}\n`);
  // A spec that dies closes this pipe: no server outlives it.
  process.stdin.on('close', () => process.exit(0)).resume();
  process.on('SIGTERM', () => server.stop().then(() => process.exit(0)));
} catch (error) {
  rmSync(target, { recursive: true });
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
