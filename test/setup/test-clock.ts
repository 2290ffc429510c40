import type { Clock } from '@comptoir/kernel';

const DAY_MS = 24 * 3_600_000;
const MORNING_MS = 8 * 3_600_000;

/** From the present to the next morning, UTC: no day of any seller ends in the middle of a test, whenever it runs. */
const AHEAD_MS = DAY_MS - ((Date.now() - MORNING_MS) % DAY_MS);

/** Real time, but that it is always morning first; a test may push it forward. */
export class TestClock implements Clock {
  private offset = AHEAD_MS;
  private frozenAt: number | null = null;

  now(): Date {
    return new Date((this.frozenAt ?? Date.now()) + this.offset);
  }

  /** Everything that happens until `thaw` happens in the same millisecond. */
  freeze(): void {
    this.frozenAt = Date.now();
  }

  thaw(): void {
    this.frozenAt = null;
  }

  advance(milliseconds: number): void {
    this.offset += milliseconds;
  }
}
