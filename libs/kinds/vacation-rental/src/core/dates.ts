/** A calendar date as every surface writes it. Other ISO 8601 spellings are refused: one date, one name of a unit. */
export const DATE = /^[12]\d{3}-\d{2}-\d{2}$/;

/** Nights of one stay, at most. */
export const MAX_NIGHTS = 90;

const DAY_MS = 24 * 3_600_000;
const FRIDAY = 5;
const SATURDAY = 6;

/** One per zone: making one costs a hundred times what using it does. */
const clocks = new Map<string, Intl.DateTimeFormat>();

/** Whether `text` is written as a date and is one: 2026-02-30 is not. */
export function isDate(text: string): boolean {
  return DATE.test(text) && !Number.isNaN(dayOf(text)) && named(dayOf(text)) === text;
}

/** How many nights lie between two dates; below 1 when there is none. */
export function nightCount(checkIn: string, checkOut: string): number {
  return dayOf(checkOut) - dayOf(checkIn);
}

/**
 * The nights of a stay, each named by the date it begins on: half-open, the day of departure is free again. Dates, never
 * instants, so that no change of a clock can add or lose one.
 */
export function nights(checkIn: string, checkOut: string): string[] {
  const count = Math.max(0, nightCount(checkIn, checkOut));
  return Array.from({ length: count }, (_, offset) => shift(checkIn, offset));
}

/** The date `days` later, or earlier when negative. */
export function shift(date: string, days: number): string {
  return named(dayOf(date) + days);
}

/** The date it is in `zone` at `now`; what a zone's clocks do is for the runtime's own tables to know. */
export function dateIn(zone: string, now: Date): string {
  const parts = clockOf(zone).formatToParts(now);
  return (['year', 'month', 'day'] as const).map((type) => parts.find((part) => part.type === type)?.value).join('-');
}

/** Nights that begin on Friday or Saturday. */
export function isWeekend(night: string): boolean {
  const weekday = new Date(night).getUTCDay();
  return weekday === FRIDAY || weekday === SATURDAY;
}

/** Dates as whole numbers. A date without a time is read as UTC, where every day has 24 hours. */
function dayOf(date: string): number {
  return Date.parse(date) / DAY_MS;
}

function named(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 'yyyy-mm-dd'.length);
}

function clockOf(zone: string): Intl.DateTimeFormat {
  const known = clocks.get(zone);
  if (known) return known;
  const options = { timeZone: zone, calendar: 'iso8601', numberingSystem: 'latn' } as const;
  const clock = new Intl.DateTimeFormat('en', { ...options, year: 'numeric', month: '2-digit', day: '2-digit' });
  clocks.set(zone, clock);
  return clock;
}
