type Undo = () => Promise<unknown> | void;

/** Undoes what was started, the latest first. */
export class Cleanup {
  private readonly undos: Undo[] = [];
  private running: Promise<void> | null = null;

  add(undo: Undo): void {
    this.undos.push(undo);
  }

  /** Starts something, and registers how it ends. What was started while everything ends is ended too. */
  async start<T>(begin: () => Promise<T>, end: (started: T) => Promise<unknown> | void): Promise<T> {
    const started = await begin();
    if (this.running) await end(started);
    else this.add(() => end(started));
    return started;
  }

  /** Everything is tried, whatever fails; a second call waits for the first. */
  run(): Promise<void> {
    this.running ??= this.undoAll();
    return this.running;
  }

  private async undoAll(): Promise<void> {
    const failures: unknown[] = [];
    for (let undo = this.undos.pop(); undo; undo = this.undos.pop()) {
      try {
        await undo();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length) throw new AggregateError(failures, 'Not everything could be cleaned up');
  }
}
