import { GATEWAY_ENTRY } from '../places.js';
import { Child } from './child.js';
import type { Supervisor } from './supervisor.js';

/**
 * The gateways, a process each, alike but for their port. One that dies is not started again: who runs several wants to
 * see the others go on. The last one takes everything down with it.
 */
export class Gateways {
  private readonly running = new Map<number, Child>();

  constructor(
    private readonly supervisor: Supervisor,
    private readonly ports: readonly [number, ...number[]],
  ) {}

  /** Process ids by port, for who wants to see one die. */
  get processes(): ReadonlyMap<number, number | undefined> {
    return new Map([...this.running].map(([port, { pid }]) => [port, pid]));
  }

  /** The first, then the others: what is wrong with their common settings is said once. */
  async startAll(env: NodeJS.ProcessEnv): Promise<void> {
    const [first, ...others] = this.ports;
    await this.start(first, env);
    await Promise.all(others.map((port) => this.start(port, env)));
  }

  /** Starts one, which must not be running. */
  async start(port: number, env: NodeJS.ProcessEnv): Promise<void> {
    const name = this.ports.length > 1 ? `gateway on port ${port}` : 'gateway';
    const child = new Child({ name, script: GATEWAY_ENTRY, env: { ...env, PORT: String(port) } });
    this.running.set(port, child);
    this.supervisor.add(child, (reason) => this.survives(port, reason));
    await child.ready();
  }

  /** kill -9, as a power cut would. */
  async kill(port: number): Promise<void> {
    const child = this.running.get(port);
    if (!child) throw new Error(`There is no gateway on port ${port} to kill`);
    this.running.delete(port);
    this.supervisor.release(child);
    await child.kill();
  }

  private survives(port: number, reason: string): boolean {
    this.running.delete(port);
    if (this.running.size === 0) return false;
    const left = [...this.running.keys()].join(', ');
    process.stderr.write(`${reason} What it was at is taken over; still there: port ${left}.\n`);
    return true;
  }
}
