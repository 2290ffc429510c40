interface DueWorkOptions<T> {
  /** What is due now, the most urgent first. Bounded. */
  find: () => Promise<readonly T[]>;
  /** Tells items apart: one that is still at work here is not begun a second time. */
  key: (item: T) => string;
  work: (item: T) => Promise<void>;
  /** How many items are worked on at a time. */
  atOnce: number;
  /** Pause before it is looked again for what is due, milliseconds. */
  pauseMs: number;
  /** Hears of what went wrong; the work goes on. */
  onError: (error: unknown, key: string | null) => void;
}

/**
 * Looks again and again for what is due and works on it, until it is stopped. It does not wait for the slow ones before it
 * looks again: only when every place is taken does the rest wait. What keeps processes apart is the claim that `work` makes.
 */
export class DueWork<T> {
  private readonly atWork = new Map<string, Promise<void>>();
  private timer: NodeJS.Timeout | undefined;
  private round: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(private readonly options: DueWorkOptions<T>) {}

  start(): void {
    this.schedule(0);
  }

  /** Begins nothing more and waits for what is at work. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.round;
    await Promise.all(this.atWork.values());
  }

  private schedule(delayMs: number): void {
    if (this.stopped) return;
    const { pauseMs, onError } = this.options;
    this.timer = setTimeout(() => {
      this.round = this.beginDue()
        .catch((error: unknown) => onError(error, null))
        .finally(() => this.schedule(pauseMs));
    }, delayMs);
    this.timer.unref();
  }

  private async beginDue(): Promise<void> {
    const { find, key, atOnce } = this.options;
    for (const item of await find()) {
      while (this.atWork.size >= atOnce) await Promise.race(this.atWork.values());
      if (this.stopped) return;
      if (!this.atWork.has(key(item))) this.begin(key(item), item);
    }
  }

  private begin(key: string, item: T): void {
    const { work, onError } = this.options;
    const done = work(item)
      .catch((error: unknown) => onError(error, key))
      .finally(() => this.atWork.delete(key));
    this.atWork.set(key, done);
  }
}
