import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';

const FILE = 'lock';
/** Folders of this process: its own id in a lock file does not tell whether the lock is a left-over. */
const held = new Set<string>();

/** Takes the data folder for this process; returns the release. A dead owner's lock is taken over. */
export function lockFolder(folder: string): () => void {
  const path = resolve(folder, FILE);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const owner = held.has(path) ? process.pid : livingOwner(path);
    if (owner !== null) throw new Error(`stripe-emulator: ${folder} is in use by process ${owner} (lock file ${path})`);
    writeFileSync(path, identity(process.pid), { mode: 0o600 });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === undefined) throw error;
    throw new Error(`stripe-emulator: cannot write to the data folder ${folder} (${code})`, { cause: error });
  }
  held.add(path);
  return () => {
    held.delete(path);
    rmSync(path, { force: true });
  };
}

function livingOwner(path: string): number | null {
  const text = readOrNull(path);
  const pid = Number.parseInt(text ?? '', 10);
  if (text === null || Number.isNaN(pid) || pid === process.pid || !isAlive(pid)) return null;
  return identity(pid) === text ? pid : null;
}

/** The id alone may be reused after a reboot or in a container, so the start time goes with it where the system tells. */
function identity(pid: number): string {
  const stat = readOrNull(`/proc/${pid}/stat`);
  const started = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  return `${pid} ${started}`;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function readOrNull(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return null;
    throw error;
  }
}
