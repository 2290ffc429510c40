import cliProgress from 'cli-progress';

/** How often a line is written where no bar can be drawn, milliseconds. */
const LINE_EVERY_MS = 5000;

/** Shows how far a proof is, on standard error: a bar on a terminal, lines elsewhere. */
export class Progress {
  private bar: cliProgress.SingleBar | null = null;
  private what = '';

  /** Begins a stretch of `total` equal parts; the one before it ends. */
  begin(what: string, total: number): void {
    this.end();
    this.what = what;
    this.bar = new cliProgress.SingleBar({
      format: '{what} [{bar}] {value}/{total} {note}',
      barsize: 24,
      hideCursor: null,
      noTTYOutput: true,
      notTTYSchedule: LINE_EVERY_MS,
      linewrap: false,
      stream: process.stderr,
      gracefulExit: false,
    });
    this.bar.start(total, 0, { what, note: '' });
  }

  /** Parts done so far, with what somebody may want to know now. */
  at(done: number, note = ''): void {
    this.bar?.update(done, { what: this.what, note });
  }

  step(note?: string): void {
    this.bar?.increment(1, note === undefined ? {} : { note });
  }

  end(): void {
    this.bar?.stop();
    this.bar = null;
  }

  /** A line that stays. */
  say(line: string): void {
    process.stderr.write(`${this.bar && process.stderr.isTTY ? '\r\u001b[K' : ''}${line}\n`);
  }
}
