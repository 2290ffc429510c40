import { fork, type ChildProcess, type StdioOptions } from 'node:child_process';
import { AlreadyTold, CliError } from '../cli-error.js';

/** Requests in flight get this long when a process is told to stop, milliseconds. */
const GRACE_MS = 15_000;

export interface ChildOptions {
  /** For a person, such as `gateway`. */
  readonly name: string;
  readonly script: string;
  readonly args?: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** Its errors are kept for whoever waits for it, instead of being shown as they come. */
  readonly keepErrors?: boolean;
}

interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A Node process of ours. It shares our output; what it says of itself comes as a message. */
export class Child {
  readonly name: string;
  /** Settles when it ends after it was ready; before that, `ready` says so. */
  readonly ended: Promise<string>;
  private readonly process: ChildProcess;
  private readonly ending: Promise<Ending>;
  private readonly greeting: Promise<string>;
  private errors = '';

  constructor({ name, script, args = [], env, keepErrors = false }: ChildOptions) {
    this.name = name;
    const stdio: StdioOptions = ['ignore', 'inherit', keepErrors ? 'pipe' : 'inherit', 'ipc'];
    // A group of its own: Ctrl-C in a terminal strikes a whole group, but children stop one after the other.
    this.process = fork(script, [...args], { env, detached: true, stdio });
    this.process.stderr?.setEncoding('utf8').on('data', (text: string) => (this.errors += text));
    this.ending = new Promise((resolve) => {
      this.process.once('error', () => resolve({ code: null, signal: null }));
      this.process.once('close', (code, signal) => resolve({ code, signal }));
    });
    this.greeting = new Promise((resolve) => {
      this.process.once('message', (message) => resolve(urlIn(message)));
    });
    this.ended = this.greeting
      .then(() => this.ending)
      .then((ending) => `The ${name} ended unexpectedly (${describe(ending)}).`);
  }

  /** As the operating system knows it. */
  get pid(): number | undefined {
    return this.process.pid;
  }

  /** Waits until it serves; answers where. */
  ready(): Promise<string> {
    return Promise.race([this.greeting, this.ending.then((ending) => this.fail(ending))]);
  }

  /** Waits until it has done its work. */
  async finished(): Promise<void> {
    const ending = await this.ending;
    if (ending.code !== 0) this.fail(ending);
    if (this.errors) process.stderr.write(this.errors);
  }

  async stop(): Promise<void> {
    const impatience = setTimeout(() => this.process.kill('SIGKILL'), GRACE_MS);
    this.process.kill('SIGTERM');
    await this.ending;
    clearTimeout(impatience);
  }

  /** Ends it without letting it do anything more. */
  async kill(): Promise<void> {
    this.process.kill('SIGKILL');
    await this.ending;
  }

  /** Exit code 1 is the promise that a line on standard error says why. */
  private fail(ending: Ending): never {
    if (this.errors) throw new CliError(this.errors.trimEnd());
    if (ending.code === 1) throw new AlreadyTold(`The ${this.name} failed`);
    throw new CliError(`The ${this.name} ended before it was ready (${describe(ending)}).`);
  }
}

function describe({ code, signal }: Ending): string {
  if (signal) return `killed by ${signal}`;
  return code === null ? 'it could not be run' : `exit code ${code}`;
}

function urlIn(message: unknown): string {
  const url = typeof message === 'object' && message !== null && 'url' in message ? message.url : undefined;
  return String(url);
}
