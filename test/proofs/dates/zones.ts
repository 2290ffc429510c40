import { dateOf } from './calendar.js';

const DAY_MS = 24 * 3_600_000;
/** Shorter than any stretch between two changes of a clock: Morocco changes twice within five weeks. */
const STRIDE_MS = 7 * DAY_MS;
const OFFSET = /^GMT(?:([+-])(\d{2}):(\d{2})(?::(\d{2}))?)?$/;

const formats = new Map<string, Intl.DateTimeFormat>();

/** Every zone that the runtime knows. */
export function allZones(): string[] {
  return Intl.supportedValuesOf('timeZone');
}

/** The date in a zone by its distance from UTC and arithmetic; the product asks the runtime for day, month and year. */
export function localDate(zone: string, instant: number): string {
  return dateOf(Math.floor((instant + offsetAt(zone, instant)) / DAY_MS));
}

/** How far ahead of UTC a zone's clocks are, milliseconds. */
export function offsetAt(zone: string, instant: number): number {
  const name =
    formatOf(zone)
      .formatToParts(instant)
      .find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [whole, sign, hours = 0, minutes = 0, seconds = 0] = OFFSET.exec(name) ?? [];
  if (!whole) throw new Error(`${zone} is ${name || 'nowhere'} at ${instant}`);
  const size = (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000;
  return sign === '-' ? -size : size;
}

/** The first instants after each change of a zone's clocks. */
export function changesOf(zone: string, from: number, to: number): number[] {
  const changes: number[] = [];
  for (let start = from; start < to; start += STRIDE_MS) {
    const end = Math.min(start + STRIDE_MS, to);
    if (offsetAt(zone, start) !== offsetAt(zone, end)) changes.push(firstAfter(zone, start, end));
  }
  return changes;
}

function firstAfter(zone: string, start: number, end: number): number {
  const before = offsetAt(zone, start);
  let [low, high] = [start, end];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(zone, middle) === before) low = middle;
    else high = middle;
  }
  return high;
}

/** Instants around which days begin in a zone, and where its clocks change: a millisecond before, at, and after. */
export function instantsAround(zone: string, instant: number): number[] {
  const today = Math.floor(instant / DAY_MS);
  const distances = new Set([offsetAt(zone, instant - DAY_MS), offsetAt(zone, instant + DAY_MS)]);
  const midnights = [-1, 0, 1, 2].flatMap((days) => [...distances].map((ahead) => (today + days) * DAY_MS - ahead));
  return [instant, ...midnights].flatMap((edge) => [edge - 1, edge, edge + 1, edge + 3_600_000]);
}

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
  formats.set(zone, format);
  return format;
}
