import fc from 'fast-check';
import { availability, isSpan, StayRefusal, turnaroundNights, type BookableProperty } from './availability.js';
import { nights, shift } from './dates.js';

const TODAY = '2026-11-22';
const HOUSE: BookableProperty = { maxGuests: 4, minimumNights: 2, blocked: [] };
const { dates_invalid, dates_past, guests_exceed_max, min_nights_violation, dates_blocked, dates_taken } = StayRefusal;

const ask = (
  checkIn: string,
  checkOut: string,
  { guests = 2, taken = [], house = {} }: { guests?: number; taken?: string[]; house?: Partial<BookableProperty> } = {},
) => availability({ ...HOUSE, ...house }, taken, { checkIn, checkOut, guests }, TODAY);

describe('availability', () => {
  it.each([
    ['reversed', '2026-12-04', '2026-12-01'],
    ['no night', '2026-12-01', '2026-12-01'],
    ['impossible', '2027-02-27', '2027-02-30'],
    ['not a date', '2026-12-01', 'later'],
    ['more than 90 nights', '2026-12-01', '2027-03-02'],
  ])('refuses dates that are none: %s', (_, checkIn, checkOut) => {
    expect(ask(checkIn, checkOut)).toEqual({ refusals: [dates_invalid], alternatives: [] });
  });

  it('takes 90 nights', () => {
    expect(ask('2026-12-01', '2027-03-01').refusals).toEqual([]);
  });

  it('lets a guest arrive today, not yesterday', () => {
    expect(ask(TODAY, '2026-11-24').refusals).toEqual([]);
    expect(ask('2026-11-21', '2026-11-24').refusals).toEqual([dates_past]);
    expect(ask('2026-11-01', '2026-11-04').alternatives[0]).toEqual({ checkIn: TODAY, checkOut: '2026-11-25' });
  });

  it('names everything that is in the way', () => {
    const house = { blocked: [{ from: '2026-12-01', to: '2026-12-02' }] };
    const { refusals } = ask('2026-12-01', '2026-12-02', { guests: 5, taken: ['2026-12-01'], house });
    expect(refusals).toEqual([guests_exceed_max, min_nights_violation, dates_blocked, dates_taken]);
  });

  it('has nothing instead for too many guests', () => {
    expect(ask('2026-12-01', '2026-12-04', { guests: 5 })).toEqual({ refusals: [guests_exceed_max], alternatives: [] });
  });

  it('offers the shortest stay where fewer nights were asked for', () => {
    expect(ask('2026-12-01', '2026-12-02').alternatives[0]).toEqual({ checkIn: '2026-12-01', checkOut: '2026-12-03' });
  });

  it('lets one leave on the day another arrives', () => {
    const taken = nights('2026-12-04', '2026-12-07');
    expect(ask('2026-12-01', '2026-12-04', { taken }).refusals).toEqual([]);
    expect(ask('2026-12-07', '2026-12-09', { taken }).refusals).toEqual([]);
    expect(ask('2026-12-01', '2026-12-05', { taken }).refusals).toEqual([dates_taken]);
  });

  it.each([
    [{ before: 0, after: 1 }, '2026-12-03', '2026-12-08'],
    [{ before: 1, after: 0 }, '2026-12-03', '2026-12-08'],
    [{ before: 2, after: 1 }, '2026-12-02', '2026-12-09'],
  ])('keeps turnaround %j free on both sides of a stay, whoever came first', (turnaround, leave, arrive) => {
    const taken = nights('2026-12-04', '2026-12-07');
    const house = { turnaround };
    expect(ask('2026-11-30', leave, { taken, house }).refusals).toEqual([]);
    expect(ask('2026-11-30', shift(leave, 1), { taken, house }).refusals).toEqual([dates_taken]);
    expect(ask(arrive, '2026-12-15', { taken, house }).refusals).toEqual([]);
    expect(ask(shift(arrive, -1), '2026-12-15', { taken, house }).refusals).toEqual([dates_taken]);
  });

  it('does not widen what the host blocks', () => {
    const house = { turnaround: { before: 2, after: 2 }, blocked: [{ from: '2026-12-04', to: '2026-12-07' }] };
    expect(ask('2026-12-01', '2026-12-04', { house }).refusals).toEqual([]);
    expect(ask('2026-12-07', '2026-12-09', { house }).refusals).toEqual([]);
    expect(ask('2026-12-06', '2026-12-09', { house }).refusals).toEqual([dates_blocked]);
  });

  it('offers up to three stays of the same length, nearest first', () => {
    const { alternatives } = ask('2026-12-01', '2026-12-04', { taken: ['2026-12-02'] });
    expect(alternatives).toEqual([
      { checkIn: '2026-12-03', checkOut: '2026-12-06' },
      { checkIn: '2026-11-29', checkOut: '2026-12-02' },
      { checkIn: '2026-12-04', checkOut: '2026-12-07' },
    ]);
  });

  it('answers without alternatives where a month around is full', () => {
    expect(ask('2026-12-01', '2026-12-04', { taken: nights(TODAY, '2027-02-15') }).alternatives).toEqual([]);
  });
});

describe('availability, whatever is taken', () => {
  const offset = fc.integer({ min: -20, max: 60 });
  const question = fc.record({
    start: offset,
    length: fc.integer({ min: 1, max: 14 }),
    guests: fc.integer({ min: 1, max: 6 }),
    taken: fc.uniqueArray(offset, { maxLength: 25 }),
    gap: fc.record({ before: fc.nat(2), after: fc.nat(2) }),
    block: fc.record({ start: offset, length: fc.nat(5) }),
  });

  it('offers only what it would accept, and accepts only what overlaps nothing', () => {
    fc.assert(
      fc.property(question, ({ start, length, guests, taken, gap, block }) => {
        const from = shift(TODAY, block.start);
        const blocked = [{ from, to: shift(from, block.length) }];
        const house = { ...HOUSE, turnaround: gap, blocked };
        const checkIn = shift(TODAY, start);
        const request = { checkIn, checkOut: shift(checkIn, length), guests };
        const others = taken.map((days) => shift(TODAY, days));
        const { refusals, alternatives } = availability(house, others, request, TODAY);
        const wide = [...nights(request.checkIn, request.checkOut), ...turnaroundNights(house, request)];
        expect(refusals.includes(dates_taken)).toBe(wide.some((night) => others.includes(night)));
        expect(alternatives.length).toBeLessThanOrEqual(3);
        for (const window of alternatives) {
          expect(isSpan(window)).toBe(true);
          expect(availability(house, others, { ...window, guests }, TODAY).refusals).toEqual([]);
        }
      }),
    );
  });
});
