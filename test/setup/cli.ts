import { fork } from 'node:child_process';
import { once } from 'node:events';

const MAIN = 'dist/apps/cli/src/main.js';

/** Runs the built command line until it ends by itself, in an environment with nothing of Comptoir's in it but `env`. */
export async function ranToEnd(
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<{ code: number; lines: string[]; errors: string }> {
  const child = fork(MAIN, [...args], {
    env: { PATH: process.env['PATH'], NO_COLOR: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let output = '';
  let errors = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const [code] = (await once(child, 'close')) as [number];
  return { code, lines: output.trimEnd().split('\n'), errors };
}
