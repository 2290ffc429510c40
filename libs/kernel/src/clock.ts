/** The only source of time. Injected everywhere, so that a test can jump and two processes can disagree on purpose. */
export interface Clock {
  now(): Date;
}

/** Injection token of the {@link Clock}. */
export const CLOCK = Symbol.for('comptoir.clock');

export const systemClock: Clock = { now: () => new Date() };

/** A new instant `milliseconds` after `instant`. */
export function after(instant: Date, milliseconds: number): Date {
  return new Date(instant.getTime() + milliseconds);
}
