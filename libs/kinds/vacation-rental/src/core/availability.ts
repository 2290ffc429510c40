import { isDate, MAX_NIGHTS, nightCount, nights, shift } from './dates.js';
import type { RentalProperty } from './rental-property.js';

/** Why a stay cannot be booked. */
export enum StayRefusal {
  dates_invalid = 'dates_invalid',
  dates_past = 'dates_past',
  guests_exceed_max = 'guests_exceed_max',
  min_nights_violation = 'min_nights_violation',
  dates_blocked = 'dates_blocked',
  dates_taken = 'dates_taken',
}

/** Arrival and departure, half-open. */
export interface Span {
  checkIn: string;
  checkOut: string;
}

/** What a guest asks for. */
export interface StayRequest extends Span {
  guests: number;
}

/** What an answer depends on, beside the nights that are taken. */
export type BookableProperty = Pick<RentalProperty, 'maxGuests' | 'minimumNights' | 'turnaround' | 'blocked'>;

/** Bookable when nothing speaks against it; else what can be booked instead. */
export interface Availability {
  refusals: StayRefusal[];
  alternatives: Span[];
}

/** Windows offered instead, at most. */
const MAX_ALTERNATIVES = 3;

/** How far from the wanted arrival they are looked for, days. */
const REACH = 30;

/** Nearest first, the later of two first. */
const OFFSETS = Array.from({ length: REACH }, (_, index) => [index + 1, -index - 1]).flat();

/** Whether the dates are dates, in order, and not more nights than a stay may have. */
export function isSpan({ checkIn, checkOut }: Span): boolean {
  if (!isDate(checkIn) || !isDate(checkOut)) return false;
  const count = nightCount(checkIn, checkOut);
  return count >= 1 && count <= MAX_NIGHTS;
}

/**
 * Answers for one property. `taken` are the nights of other stays, `today` is the date at the property.
 */
export function availability(
  property: BookableProperty,
  taken: readonly string[],
  request: StayRequest,
  today: string,
): Availability {
  if (!isSpan(request)) return { refusals: [StayRefusal.dates_invalid], alternatives: [] };
  const calendar = new Calendar(property, taken);
  const refusals = refusalsOf(property, calendar, request, today);
  const hopeless = refusals.length === 0 || refusals.includes(StayRefusal.guests_exceed_max);
  return { refusals, alternatives: hopeless ? [] : alternatives(property, calendar, request, today) };
}

/** Nights that must not be taken beside the stay itself, for its turnaround. Not held: only looked at. */
export function turnaroundNights(property: BookableProperty, { checkIn, checkOut }: Span): string[] {
  const gap = gapOf(property);
  return [...nights(shift(checkIn, -gap), checkIn), ...nights(checkOut, shift(checkOut, gap))];
}

/** The gap both stays ask for: one's nights after it, the other's before it. So the order of booking does not matter. */
function gapOf({ turnaround }: BookableProperty): number {
  return Math.max(turnaround?.before ?? 0, turnaround?.after ?? 0);
}

/** What is in the way of a stay. */
class Calendar {
  private readonly taken: ReadonlySet<string>;

  constructor(
    private readonly property: BookableProperty,
    taken: readonly string[],
  ) {
    this.taken = new Set(taken);
  }

  isTaken(stay: Span): boolean {
    const { checkIn, checkOut } = stay;
    return [...nights(checkIn, checkOut), ...turnaroundNights(this.property, stay)].some((night) =>
      this.taken.has(night),
    );
  }

  /** Dates of one form compare as text. */
  isBlocked({ checkIn, checkOut }: Span): boolean {
    return this.property.blocked.some(({ from, to }) => from < checkOut && checkIn < to);
  }
}

function refusalsOf(
  property: BookableProperty,
  calendar: Calendar,
  request: StayRequest,
  today: string,
): StayRefusal[] {
  const { checkIn, checkOut, guests } = request;
  const findings: [StayRefusal, boolean][] = [
    [StayRefusal.dates_past, checkIn < today],
    [StayRefusal.guests_exceed_max, guests > property.maxGuests],
    [StayRefusal.min_nights_violation, nightCount(checkIn, checkOut) < property.minimumNights],
    [StayRefusal.dates_blocked, calendar.isBlocked(request)],
    [StayRefusal.dates_taken, calendar.isTaken(request)],
  ];
  return findings.filter(([, found]) => found).map(([refusal]) => refusal);
}

/** Stays of the same length, or of the shortest one allowed, around the wanted dates. */
function alternatives(property: BookableProperty, calendar: Calendar, request: StayRequest, today: string): Span[] {
  const length = Math.max(nightCount(request.checkIn, request.checkOut), property.minimumNights);
  const wanted = request.checkIn < today ? today : request.checkIn;
  const found: Span[] = [];
  for (const offset of [0, ...OFFSETS]) {
    const checkIn = shift(wanted, offset);
    const window = { checkIn, checkOut: shift(checkIn, length) };
    if (checkIn >= today && !calendar.isBlocked(window) && !calendar.isTaken(window)) found.push(window);
    if (found.length === MAX_ALTERNATIVES) break;
  }
  return found;
}
