import { dateIn } from '#rental/core/dates.js';
import type { Figures, Stage } from '../framework/proof.js';
import { addDays } from './calendar.js';
import { checkGateway } from './end-to-end.js';
import { faultsOfStay, faultsOfToday, faultsOfYear } from './nights.js';
import { allZones, changesOf, instantsAround, localDate } from './zones.js';

const LENGTHS = [1, 2, 3, 7];

interface Sizes {
  /** Changes of clocks within these years. */
  readonly clocks: readonly [from: number, to: number];
  /** Each day of these years by itself. */
  readonly calendar: readonly [from: number, to: number];
}

const FULL: Sizes = { clocks: [1990, 2040], calendar: [1890, 2210] };
const QUICK: Sizes = { clocks: [2026, 2028], calendar: [2023, 2029] };

/** What day it is everywhere, around every change of a clock and every New Year, and which nights a stay has then. */
export async function dates(stage: Stage): Promise<Figures> {
  const { clocks, calendar } = stage.quick ? QUICK : FULL;
  const zones = allZones();
  const counts = { instants: 0, stays: 0, changes: 0, days: 0 };
  const seen = new Set<string>();
  stage.progress.begin('zones', zones.length);
  for (const zone of zones) {
    const changes = changesOf(zone, Date.UTC(clocks[0], 0), Date.UTC(clocks[1], 0));
    counts.changes += changes.length;
    for (const edge of [...changes, ...newYears(clocks)]) checkEdge(stage, zone, edge, seen, counts);
    stage.progress.step(zone);
    await new Promise((resolve) => setImmediate(resolve));
  }
  for (let year = calendar[0]; year < calendar[1]; year += 1) {
    for (const fault of faultsOfYear(year)) stage.broken(fault);
    counts.days += 365;
  }
  return { zones: zones.length, ...counts, ...(await checkGateway(stage, zones)) };
}

function checkEdge(
  stage: Stage,
  zone: string,
  edge: number,
  seen: Set<string>,
  counts: { instants: number; stays: number },
): void {
  for (const instant of instantsAround(zone, edge)) {
    const wanted = localDate(zone, instant);
    const found = dateIn(zone, new Date(instant));
    counts.instants += 1;
    if (found !== wanted) stage.broken(`${zone} at ${new Date(instant).toISOString()} has ${found}, not ${wanted}`);
    // Nights are dates: what holds for one zone's day holds for the same day elsewhere.
    if (seen.has(wanted)) continue;
    seen.add(wanted);
    for (const fault of faultsOfToday(wanted)) stage.broken(fault);
    for (const length of [...LENGTHS, stage.random.between(8, 90)]) {
      for (const days of [-1, 0, 1]) {
        for (const fault of faultsOfStay(addDays(wanted, days - length + 1), length)) stage.broken(fault);
        counts.stays += 1;
      }
    }
  }
}

function newYears([from, to]: Sizes['clocks']): number[] {
  const years = Array.from({ length: to - from }, (_, index) => from + index);
  return years.flatMap((year) => [Date.UTC(year, 0), Date.UTC(year, 1, 28), Date.UTC(year, 2, 1)]);
}
