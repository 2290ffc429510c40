import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

const MAIN = 'dist/apps/gateway/src/main.js';

/** How a process ended. */
export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** By `Date.now()`. */
  readonly at: number;
}

/** The built gateway in a process of its own, to be killed. */
export class GatewayProcess {
  private child: ChildProcess | null = null;
  private ending: Promise<Ending> | null = null;
  url = '';

  /** `env` is the whole environment, less PATH and PORT. */
  constructor(private readonly env: Readonly<Record<string, string>>) {}

  /** Starts it; from the second time on at the same port, as an operator's restart would. */
  async start(): Promise<string> {
    const port = this.url ? new URL(this.url).port : '0';
    const child = fork(MAIN, {
      env: { ...this.env, PATH: process.env['PATH'], PORT: port },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    this.child = child;
    this.ending = new Promise((resolve) => {
      child.once('exit', (code, signal) => resolve({ code, signal, at: Date.now() }));
    });
    const ready = once(child, 'message') as Promise<[{ url: string }]>;
    const died = this.ending.then(({ code, signal }) => {
      throw new Error(`A gateway ended while it started (${code ?? signal})`);
    });
    const [message] = await Promise.race([ready, died]);
    died.catch(() => undefined);
    this.url = message.url;
    return this.url;
  }

  get alive(): boolean {
    return this.child !== null && this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Sends a signal and waits for the end. */
  async end(signal: NodeJS.Signals): Promise<Ending> {
    if (!this.child || !this.ending) throw new Error('This gateway was never started');
    this.child.kill(signal);
    return this.ending;
  }

  /** SIGKILL: no handler runs, nothing is flushed. */
  async kill(): Promise<void> {
    if (this.child) await this.end('SIGKILL');
  }

  /** SIGTERM, as an operator's stop. */
  stop(): Promise<Ending> {
    return this.end('SIGTERM');
  }
}
