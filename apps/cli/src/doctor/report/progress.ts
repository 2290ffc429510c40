import { SingleBar } from 'cli-progress';
import type { Listener } from '../examination.js';

/** A bar on standard error, where that is a terminal: standard output belongs to the findings. */
export class Progress implements Omit<Listener, 'found'> {
  private readonly bar = new SingleBar({
    format: '{bar} {percentage}% | {value}/{total} | {ward}',
    stream: process.stderr,
    noTTYOutput: false,
    clearOnComplete: true,
    hideCursor: true,
  });
  private total = 0;
  private done = 0;

  begun(total: number): void {
    this.total = total;
    this.bar.start(total, 0, { ward: '' });
  }

  entered(ward: string): void {
    this.bar.update({ ward });
  }

  /** More than was expected may turn up on a live database. */
  looked(count: number): void {
    this.done += count;
    if (this.done > this.total) this.bar.setTotal(this.done);
    this.bar.update(this.done);
  }

  stop(): void {
    this.bar.stop();
  }
}
