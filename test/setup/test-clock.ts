import type { Clock } from '@comptoir/kernel';

/** Real time that a test may push forward. */
export class TestClock implements Clock {
  private offset = 0;
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
