import { CliError, report } from '../cli-error.js';

/** Something that runs until it is stopped. */
export interface Service {
  /** Settles when it ends, with the reason. */
  readonly ended?: Promise<string>;
  stop(): Promise<void>;
  /** Ends it at once; for a second Ctrl-C. */
  kill?(): Promise<void>;
}

const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** npm passes a Ctrl-C on that the terminal has sent us already: both together are one. */
const SAME_PRESS_MS = 400;

class Interrupted extends Error {}

/** Owns what was started, and stops it in the opposite order whatever happens. */
export class Supervisor {
  private readonly services: Service[] = [];
  private readonly starting = new Set<Promise<unknown>>();
  private interruptedAt: number | null = null;
  private stopping = false;
  private lastLine: string | null = null;
  private readonly broken: Promise<never>;
  private readonly break: (reason: Error) => void;

  constructor() {
    let reject: (reason: Error) => void = () => undefined;
    this.broken = new Promise<never>((_resolve, rejectPromise) => {
      reject = rejectPromise;
    });
    this.broken.catch(() => undefined); // `run` is the one that listens, and it may come to it late.
    this.break = reject;
  }

  /** Does the work, stops everything, answers the exit code. Being interrupted is `interruptedCode`. */
  async run(work: () => Promise<void>, interruptedCode: number): Promise<number> {
    for (const signal of STOP_SIGNALS) process.on(signal, () => this.interrupt());
    // A child whose parent is gone would be stopped by nobody.
    if (process.connected) process.once('disconnect', () => this.interrupt());
    process.on('uncaughtException', (error) => this.break(error));
    const code = await Promise.race([work(), this.broken]).then(
      () => 0,
      (error: unknown) => this.codeOf(error, interruptedCode),
    );
    if (!(await this.stopAll())) return 1;
    if (code === 0 && this.lastLine !== null) console.log(this.lastLine);
    return code;
  }

  /** Printed at the very end, and only if the work and the stopping went well. */
  sayLast(line: string): void {
    this.lastLine = line;
  }

  /**
   * From now on the service is stopped at the end, and its own end is a failure; unless `survives`, which hears the reason,
   * says that the rest goes on without it.
   */
  add<T extends Service>(service: T, survives: (reason: string) => boolean = () => false): T {
    this.services.push(service);
    void service.ended?.then((reason) => {
      if (this.stopping || !this.services.includes(service)) return;
      this.release(service);
      if (!survives(reason)) this.break(new CliError(reason));
    });
    return service;
  }

  /** Starts something that takes a while; what is started while everything stops is stopped too. */
  start<T extends Service>(begin: () => Promise<T>): Promise<T> {
    const started = begin().then((service) => this.add(service));
    const settled = started.catch(() => undefined).finally(() => this.starting.delete(settled));
    this.starting.add(settled);
    return started;
  }

  /** Lets go of a service: its end is no failure any more. */
  release(service: Service): void {
    const place = this.services.indexOf(service);
    if (place >= 0) this.services.splice(place, 1);
  }

  /** Never resolves: for a command that runs until it is interrupted. */
  untilInterrupted(): Promise<void> {
    return this.broken;
  }

  private interrupt(): void {
    const now = Date.now();
    if (this.interruptedAt === null) {
      this.interruptedAt = now;
      this.break(new Interrupted());
    } else if (now - this.interruptedAt > SAME_PRESS_MS) {
      for (const service of this.services.toReversed()) void service.kill?.();
      process.exit(130);
    }
  }

  private codeOf(error: unknown, interruptedCode: number): number {
    if (error instanceof Interrupted) return interruptedCode;
    report(error);
    return 1;
  }

  private async stopAll(): Promise<boolean> {
    this.stopping = true;
    await Promise.all(this.starting);
    let clean = true;
    for (const service of this.services.toReversed()) {
      await service.stop().catch((error: unknown) => {
        report(error);
        clean = false;
      });
    }
    return clean;
  }
}
