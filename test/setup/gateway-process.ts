import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

const MAIN = 'dist/apps/gateway/src/main.js';

/** The built gateway in a process of its own, to be killed. */
export class GatewayProcess {
  private child: ChildProcess | null = null;
  url = '';

  constructor(private readonly env: Record<string, string>) {}

  /** Starts it; from the second time on at the same port, as an operator's restart would. */
  async start(): Promise<string> {
    const port = this.url ? new URL(this.url).port : '0';
    const child = fork(MAIN, {
      env: { ...this.env, PATH: process.env['PATH'], PORT: port },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    this.child = child;
    const ready = once(child, 'message') as Promise<[{ url: string }]>;
    const died = once(child, 'exit').then(([code]) => Promise.reject(new Error(`The gateway exited with ${code}`)));
    const [message] = await Promise.race([ready, died]);
    died.catch(() => undefined);
    this.url = message.url;
    return this.url;
  }

  /** SIGKILL: no handler runs, nothing is flushed. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  async stop(): Promise<void> {
    await this.end('SIGTERM');
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const child = this.child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  }
}
