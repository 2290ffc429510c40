import {
  availability,
  isSpan,
  StayRefusal,
  turnaroundNights,
  type BookableProperty,
} from '#rental/core/availability.js';
import { isDate, isWeekend, nightCount, nights, shift } from '#rental/core/dates.js';
import { addDays, dateOf, dayNumber, monthLength } from './calendar.js';

const HOUSE: BookableProperty = { maxGuests: 2, minimumNights: 1, blocked: [] };

/** Says what is wrong with the nights of one stay; nothing when all is as counted. */
export function faultsOfStay(checkIn: string, length: number): string[] {
  const checkOut = addDays(checkIn, length);
  const wanted = Array.from({ length }, (_, index) => addDays(checkIn, index));
  const found = nights(checkIn, checkOut);
  const stay = `${checkIn} to ${checkOut}`;
  const before = nights(addDays(checkIn, -2), checkIn);
  const after = nights(checkOut, addDays(checkOut, 2));
  const house = { ...HOUSE, turnaround: { before: 1, after: 2 } };
  const gap = [-2, -1, length, length + 1].map((days) => addDays(checkIn, days));
  return said(stay, {
    'nights are not those counted': String(found) === String(wanted),
    'number of nights is not that of the calendar': nightCount(checkIn, checkOut) === length,
    'a neighbour shares a night with it': [...before, ...after].every((night) => !found.includes(night)),
    'it is not what lies between its neighbours': before.at(-1) === addDays(checkIn, -1) && after[0] === checkOut,
    'going there and back ends elsewhere': shift(shift(checkIn, length), -length) === checkIn,
    'its turnaround is another': String(turnaroundNights(house, { checkIn, checkOut })) === String(gap),
  });
}

/** Who may book what on a day: from today on, nights of others apart, half-open at both ends. */
export function faultsOfToday(today: string): string[] {
  const ask = (from: number, to: number, taken: string[] = [], property = HOUSE): string =>
    String(
      availability(property, taken, { checkIn: addDays(today, from), checkOut: addDays(today, to), guests: 2 }, today)
        .refusals,
    );
  const other = [addDays(today, 2), addDays(today, 3)];
  const kept = { ...HOUSE, blocked: [{ from: addDays(today, 2), to: addDays(today, 4) }] };
  const longest = { checkIn: today, checkOut: addDays(today, 90) };
  return said(today, {
    'today cannot be booked': ask(0, 1) === '',
    'yesterday can be booked': ask(-1, 1) === StayRefusal.dates_past,
    'a stay up to the arrival of another is refused': ask(0, 2, other) === '',
    'a stay from the departure of another is refused': ask(4, 6, other) === '',
    'the first night of another is free': ask(1, 3, other) === StayRefusal.dates_taken,
    'the last night of another is free': ask(3, 5, other) === StayRefusal.dates_taken,
    'a stay up to a blocked night is refused': ask(0, 2, [], kept) === '',
    'a stay from the end of a block is refused': ask(4, 6, [], kept) === '',
    'a blocked night is free': ask(1, 3, [], kept) === StayRefusal.dates_blocked,
    'ninety nights are refused': isSpan(longest),
    'ninety-one nights are taken': !isSpan({ ...longest, checkOut: addDays(today, 91) }),
    'no night at all is a stay': !isSpan({ checkIn: today, checkOut: today }),
  });
}

/** Every day of some years: its name, its weekday, its neighbours, and the names that are no day. */
export function faultsOfYear(year: number): string[] {
  const faults: string[] = [];
  for (let month = 1; month <= 12; month += 1) {
    const length = monthLength(year, month);
    for (let day = 0; day <= 32; day += 1) {
      const date = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
      const real = day >= 1 && day <= length;
      faults.push(...said(date, { 'it is taken for what it is not': isDate(date) === real }));
      if (real) faults.push(...faultsOfDay(date));
    }
  }
  return faults;
}

function faultsOfDay(date: string): string[] {
  const days = dayNumber(date);
  const weekday = (((days + 4) % 7) + 7) % 7;
  return said(date, {
    'the calendar disagrees with itself': dateOf(days) === date,
    'the day after is another': shift(date, 1) === dateOf(days + 1),
    'the day before is another': shift(date, -1) === dateOf(days - 1),
    'its weekday is another': isWeekend(date) === (weekday === 5 || weekday === 6),
  });
}

function said(about: string, checks: Readonly<Record<string, boolean>>): string[] {
  return Object.entries(checks).flatMap(([fault, holds]) => (holds ? [] : [`${about}: ${fault}`]));
}
