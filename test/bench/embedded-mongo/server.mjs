// The measured server: a process of its own, and what it has used of the machine.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const SERVE = fileURLToPath(new URL('../../../libs/embedded-mongo/testing/serve.mjs', import.meta.url));

/** Starts one with these options of `startEmbeddedMongo`. */
export async function serve(options) {
  const child = spawn(process.execPath, [SERVE, JSON.stringify(options)], { stdio: ['pipe', 'pipe', 'inherit'] });
  for await (const line of createInterface(child.stdout)) {
    const { uri, startMs } = JSON.parse(line);
    return {
      uri,
      startMs,
      cpuMs: () => cpuMs(child.pid),
      megabytes: () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))[1]) / 1024,
      end: () => new Promise((resolve) => child.once('exit', resolve).kill('SIGTERM')),
    };
  }
  throw new Error('the server did not start');
}

/** Processor time a process has used: unlike the clock it does not care what else the machine does. */
function cpuMs(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const [user, system] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 13)
    .map(Number);
  return (user + system) * 10;
}
