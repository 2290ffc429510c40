import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { REQUIREMENTS } from './requirements.js';

const ROOT = join(__dirname, '..');
/** Where tests live that drive the product from outside. */
const DRIVEN = ['e2e', 'surfaces'];
/** `[SG-1, SG-2]` at the end of a title. */
const CITATION = /\[([A-Z]{2}-\d+(?:, [A-Z]{2}-\d+)*)\]['`"]/g;

const SKIPPED = /\b(?:it|describe|test)\.(?:skip|todo|only)\b|\bx(?:it|describe)\(/;

interface Cited {
  id: string;
  file: string;
}

function citations(): Cited[] {
  return DRIVEN.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.spec.ts'))
      .flatMap((name) => citedIn(join(folder, name))),
  );
}

function citedIn(file: string): Cited[] {
  const source = readFileSync(join(ROOT, file), 'utf8');
  return [...source.matchAll(CITATION)].flatMap(([, ids]) => ids!.split(', ').map((id) => ({ id, file })));
}

/** Whether the file, or a helper that it imports from beside it, starts the product. */
function drives(file: string): boolean {
  const source = readFileSync(join(ROOT, file), 'utf8');
  const beside = [...source.matchAll(/from '(\.\/[\w-]+)\.js'/g)].map(([, name]) =>
    join(ROOT, dirname(file), `${name}.ts`),
  );
  return [source, ...beside.map((path) => readFileSync(path, 'utf8'))].some((text) =>
    /\bstart(Product|Pair)\(/.test(text),
  );
}

describe('the ledger of requirements', () => {
  const cited = citations();

  it('has a test for each of its rows', () => {
    const covered = new Set(cited.map(({ id }) => id));
    expect(Object.keys(REQUIREMENTS).filter((id) => !covered.has(id))).toEqual([]);
  });

  it('has a row for each id that a test cites', () => {
    expect(cited.filter(({ id }) => !(id in REQUIREMENTS))).toEqual([]);
  });

  it('counts only tests that drive the product over HTTP and are not skipped', () => {
    for (const file of new Set(cited.map((one) => one.file))) {
      expect([file, drives(file)]).toEqual([file, true]);
      expect([file, SKIPPED.test(readFileSync(join(ROOT, file), 'utf8'))]).toEqual([file, false]);
    }
  });

  it('says each row in a sentence of its own', () => {
    const sentences = Object.values(REQUIREMENTS);
    expect(new Set(sentences).size).toBe(sentences.length);
    for (const sentence of sentences) expect(sentence.length).toBeGreaterThan(30);
  });
});
