import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { PROOFS } from './catalogue.js';

const MAIN = 'test/dist/proofs/main.js';

/** Each proof as an operator runs it, in its smallest size: `npm run prove NAME -- --quick`. */
describe('the proof of', () => {
  beforeAll(() => {
    if (!existsSync(MAIN)) throw new Error('The proofs are not built: npm run build');
  });

  it.each(PROOFS.map(({ name, claim }) => [name, claim] as const))('%s shows: %s', async (name) => {
    const { code, line, errors } = await prove(name);
    // What broke is in the line, what could not run in the errors.
    expect({ code, line, errors: code === 0 ? '' : errors }).toEqual({
      code: 0,
      line: expect.objectContaining({ proof: name, ok: true, quick: true }),
      errors: '',
    });
  });
});

async function prove(name: string): Promise<{ code: number | null; line: unknown; errors: string }> {
  const child = spawn(process.execPath, [MAIN, name, '--quick'], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let errors = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return { code, line: JSON.parse(output.trimEnd().split('\n').at(-1) || 'null'), errors };
}
