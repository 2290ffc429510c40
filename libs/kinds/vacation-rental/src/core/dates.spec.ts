import fc from 'fast-check';
import { dateIn, isDate, isWeekend, nightCount, nights, shift } from './dates.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const ZONES = Intl.supportedValuesOf('timeZone');

const day = fc
  .date({ min: new Date('1990-01-01'), max: new Date('2150-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

describe('dates of a stay', () => {
  it.each(['2026-02-29', '2026-02-30', '2026-13-01', '2026-00-10', '2026-04-31', '2026-1-1', '20260101', '', 'soon'])(
    'are no date when %j',
    (text) => {
      expect(isDate(text)).toBe(false);
    },
  );

  it.each(['2026-12-01T00:00:00Z', '+002026-12-01', '2026-12-01 ', '9999-12-31', '0000-01-01'])(
    'have one spelling only, not %j',
    (text) => {
      expect(isDate(text)).toBe(false);
    },
  );

  it.each(['2028-02-29', '2026-12-31', '2000-02-29'])('are a date when %s', (text) => {
    expect(isDate(text)).toBe(true);
  });

  it('are half-open: the departure is no night', () => {
    expect(nights('2026-12-30', '2027-01-02')).toEqual(['2026-12-30', '2026-12-31', '2027-01-01']);
    expect(nights('2026-12-30', '2026-12-30')).toEqual([]);
    expect(nights('2026-12-30', '2026-12-01')).toEqual([]);
  });

  it('are as many as the count says, each one day after the other', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 1, max: 90 }), (checkIn, length) => {
        const checkOut = shift(checkIn, length);
        const stay = nights(checkIn, checkOut);
        expect(stay).toHaveLength(length);
        expect(nightCount(checkIn, checkOut)).toBe(length);
        expect(stay[0]).toBe(checkIn);
        expect(shift(stay.at(-1)!, 1)).toBe(checkOut);
        expect(new Set(stay).size).toBe(length);
        expect(stay.toSorted()).toEqual(stay);
      }),
    );
  });

  it('shift there and back', () => {
    fc.assert(fc.property(day, fc.nat(4000), (date, days) => shift(shift(date, days), -days) === date));
  });

  it('meet Friday and Saturday night twice in any seven', () => {
    fc.assert(fc.property(day, (date) => nights(date, shift(date, 7)).filter(isWeekend).length === 2));
    expect(['2026-12-04', '2026-12-05', '2026-12-06'].map(isWeekend)).toEqual([true, true, false]);
  });
});

describe('today at a property', () => {
  it.each([
    ['Pacific/Kiritimati', '2026-12-01T10:00:00Z', '2026-12-02'],
    ['Pacific/Pago_Pago', '2026-12-01T10:59:59Z', '2026-11-30'],
    ['Asia/Kathmandu', '2026-12-01T18:14:59Z', '2026-12-01'],
    ['Asia/Kathmandu', '2026-12-01T18:15:00Z', '2026-12-02'],
    ['Europe/Stockholm', '2026-03-28T22:59:59Z', '2026-03-28'],
    ['Europe/Stockholm', '2026-03-28T23:00:00Z', '2026-03-29'],
    ['America/Santiago', '2026-09-06T03:59:59Z', '2026-09-05'],
    ['America/Santiago', '2026-09-06T04:00:00Z', '2026-09-06'],
  ])('is the date there: %s at %s', (zone, instant, date) => {
    expect(dateIn(zone, new Date(instant))).toBe(date);
  });

  it('goes on by exactly one day in every zone on both sides of every change of its clocks', () => {
    expect(ZONES.length).toBeGreaterThan(400);
    const edges = ZONES.flatMap((zone) => changes(zone).map((change) => ({ zone, change })));
    expect(edges.length).toBeGreaterThan(200);
    expect(edges.flatMap(({ zone, change }) => oddDays(zone, change))).toEqual([]);
  });
});

/** Hours of 2026 after which a zone's distance from UTC is another one. */
function changes(zone: string): Date[] {
  const clock = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' });
  const offset = (at: number): string | undefined =>
    clock.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value;
  const found: Date[] = [];
  const [start, end] = [Date.UTC(2026, 0, 1), Date.UTC(2027, 0, 1)];
  for (let at = start, before = offset(start); at < end; at += 4 * DAY_MS) {
    const now = offset(at + 4 * DAY_MS);
    if (now !== before) found.push(new Date(at));
    before = now;
  }
  return found;
}

/** Hour by hour over the days around a change: each date follows the one before, and a stay across it loses no night. */
function oddDays(zone: string, around: Date): string[] {
  const seen: string[] = [];
  for (let hour = -24; hour <= 6 * 24; hour += 1) {
    const date = dateIn(zone, new Date(around.getTime() + hour * HOUR_MS));
    if (seen.at(-1) !== date) seen.push(date);
  }
  const [first, last] = [seen[0]!, seen.at(-1)!];
  const asStay = [...nights(first, last), last];
  return JSON.stringify(seen) === JSON.stringify(asStay) ? [] : [`${zone}: ${seen.join(' ')}`];
}
