import { isCode } from '../errors.js';
import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';

/** Holds a data folder for this process; answers how to let go of it. */
export function lockFolder(path: string): () => void {
  if (!tryLock(path)) {
    const holder = readFileSync(path, 'utf8');
    const pid = Number(holder.split(' ')[0]);
    if (holder === identityOf(pid)) {
      throw new Error(
        `the data folder is in use by process ${pid} (${path}): stop that process or choose another dataDir`,
      );
    }
    rmSync(path, { force: true });
    if (!tryLock(path)) throw new Error(`another process took the data folder just now (${path}): try again`);
  }
  return () => rmSync(path, { force: true });
}

function tryLock(path: string): boolean {
  try {
    const fd = openSync(path, 'wx');
    writeSync(fd, identityOf(process.pid) ?? '');
    closeSync(fd);
    return true;
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false;
    throw error;
  }
}

/** Pid and, where /proc tells it, start time: in a container a new process often gets the pid of the dead one. */
function identityOf(pid: number): string | undefined {
  if (!Number.isInteger(pid) || pid <= 0 || !isAlive(pid)) return undefined;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const started = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
    return `${pid} ${started}`;
  } catch {
    // No /proc on this system: the pid alone has to do.
    return `${pid} `;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return isCode(error, 'EPERM');
  }
}
