import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

const MAIN = 'dist/apps/cli/src/main.js';

/** The built command line in a process of its own, in an environment with nothing of Comptoir's in it but `env`. */
export class CliProcess {
  /** Settles with the exit code once it has ended and its output is all here. */
  readonly ended: Promise<number | null>;
  output = '';
  errors = '';
  private readonly child: ChildProcess;

  constructor(args: readonly string[], env: Record<string, string> = {}) {
    this.child = fork(MAIN, [...args], {
      env: { PATH: process.env['PATH'], NO_COLOR: '1', ...env },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.child.stdout?.setEncoding('utf8').on('data', (text: string) => (this.output += text));
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => (this.errors += text));
    this.ended = once(this.child, 'close').then(([code]) => code as number | null);
  }

  /** Waits until it has said this, on standard output; fails when it ends before. */
  async says(pattern: RegExp): Promise<void> {
    for (;;) {
      if (pattern.test(this.output)) return;
      const ended = await Promise.race([
        once(this.child.stdout!, 'data').then(() => false),
        this.ended.then(() => true),
      ]);
      if (ended && !pattern.test(this.output)) throw new Error(`It ended: ${this.output}${this.errors}`);
    }
  }

  /** What a terminal sends on Ctrl-C. */
  interrupt(): void {
    this.child.kill('SIGINT');
  }
}
