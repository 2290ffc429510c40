import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';

const CLI = 'dist/apps/cli/src/main.js';
const DOCTOR = 'dist/apps/cli/src/doctor';

/** Runs `comptoir doctor` on a database. It shares no code with what wrote there. */
export async function doctor(env: Record<string, string>): Promise<{ verdict: 'ok' | 'absent' | 'ill'; says: string }> {
  if (!existsSync(DOCTOR)) return { verdict: 'absent', says: '' };
  const child = spawn(process.execPath, [CLI, 'doctor'], {
    env: { ...env, PATH: process.env['PATH'] },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let says = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (says += text));
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return { verdict: code === 0 ? 'ok' : 'ill', says: says.trim() };
}
