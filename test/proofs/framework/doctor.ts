import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';

const CLI = 'dist/apps/cli/src/main.js';
const DOCTOR = 'dist/apps/cli/src/doctor';

/**
 * Runs `comptoir doctor` on a database. It shares no code with what wrote there. Its time is so many milliseconds ahead:
 * as that of whoever wrote.
 */
export async function doctor(
  env: Record<string, string>,
  aheadMs = 0,
): Promise<{ verdict: 'ok' | 'absent' | 'ill'; says: string }> {
  if (!existsSync(DOCTOR)) return { verdict: 'absent', says: '' };
  const child = spawn(process.execPath, [...timeShift(aheadMs), CLI, 'doctor'], {
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

/** Arguments with which a process has another time than the machine. */
function timeShift(aheadMs: number): string[] {
  if (aheadMs === 0) return [];
  const shifted = `const Real = Date;
    globalThis.Date = class extends Real {
      constructor(...given) { given.length > 0 ? super(...given) : super(Real.now() + ${aheadMs}); }
      static now() { return Real.now() + ${aheadMs}; }
    };`;
  return ['--import', `data:text/javascript,${encodeURIComponent(shifted)}`];
}
