import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { EmbeddedMongoOptions } from '../start.js';

const ROOT = join(process.cwd(), 'libs/embedded-mongo/testing/serve.mjs');

/** A server in a process of its own. */
interface ServerProcess {
  readonly uri: string;
  readonly pid: number;
  /** What it said on its error output so far. */
  said(): string;
  /** Ends it as a power cut would, or in order. */
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void>;
}

/** Starts the built server in a child process; rejects with what it said when it does not start. */
export async function spawnServer(options: EmbeddedMongoOptions): Promise<ServerProcess> {
  const child = spawn(process.execPath, [ROOT, JSON.stringify(options)], { stdio: ['pipe', 'pipe', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  for await (const line of createInterface(child.stdout)) {
    const { uri }: { uri: string } = JSON.parse(line);
    return { uri, pid: child.pid ?? 0, said: () => said, end: (signal) => end(child, signal) };
  }
  throw new Error(said);
}

async function end(child: ChildProcess, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
  const exited = once(child, 'exit');
  child.kill(signal);
  await exited;
}
