import { after, type Clock } from '@comptoir/kernel';

/** Stands still until it is told to go on. */
export class FixedClock implements Clock {
  constructor(private instant = new Date('2030-01-15T10:00:00Z')) {}

  now(): Date {
    return new Date(this.instant);
  }

  advance(milliseconds: number): void {
    this.instant = after(this.instant, milliseconds);
  }
}
