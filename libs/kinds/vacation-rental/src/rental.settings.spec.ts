import 'reflect-metadata';
import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import { isAt } from './stays/place.js';
import { masked } from './booking/masked.js';
import { rentalProperty } from './core/rental-property.js';
import { RentalSettings } from './rental.settings.js';

const HOUSE = {
  id: 'seaside',
  name: 'Seaside House',
  place: { city: 'Malmö', region: 'Skåne', country: 'SE' },
  zone: 'Europe/Stockholm',
  maxGuests: 4,
  currency: 'SEK',
  price: { weekday: 100_000, weekend: 120_000 },
};

const parse = (change: object): RentalSettings =>
  plainToInstance(RentalSettings, { cancellation: 'Free.', properties: [{ ...HOUSE, ...change }] });

const leaves = (errors: ValidationError[]): string[] =>
  errors.flatMap(({ property, constraints, children = [] }) => [
    ...(constraints ? [property] : []),
    ...leaves(children),
  ]);

const faults = (change: object): string[] =>
  leaves(validateSync(parse(change), { whitelist: true, forbidNonWhitelisted: true }));

describe('settings of a vacation-rental tenant', () => {
  it('need not say what is usual', () => {
    expect(faults({})).toEqual([]);
    const usual = { minimumNights: 2, channelDiscountPercent: 0, seasons: [], blocked: [] };
    expect(parse({}).properties.map(rentalProperty)).toMatchObject([usual]);
    expect(parse({ minimumNights: 5 }).properties.map(rentalProperty)).toMatchObject([{ ...usual, minimumNights: 5 }]);
  });

  it.each([
    ['zone', { zone: 'Mars/Olympus' }],
    ['id', { id: 'a/b' }],
    ['maxGuests', { maxGuests: 0 }],
    ['minimumNights', { minimumNights: 0 }],
    ['channelDiscountPercent', { channelDiscountPercent: 51 }],
    ['currency', { currency: 'kr' }],
    ['country', { place: { city: 'Malmö', country: 'Sweden' } }],
    ['weekend', { price: { weekday: 1, weekend: -1 } }],
    ['from', { seasons: [{ from: '13-01', to: '12-31', weekday: 1, weekend: 1 }] }],
    ['to', { blocked: [{ from: '2026-12-01', to: 'Christmas' }] }],
    ['before', { turnaround: { before: 15, after: 0 } }],
    ['price', { price: undefined }],
    ['place', { place: undefined }],
    ['colour', { colour: 'red' }],
  ])('refuse a wrong %s', (property, change) => {
    expect(faults(change)).toEqual([property]);
  });

  it('refuse two properties of one id', () => {
    const twice = plainToInstance(RentalSettings, { cancellation: 'Free.', properties: [HOUSE, HOUSE] });
    expect(leaves(validateSync(twice))).toEqual(['properties']);
  });
});

describe('a place', () => {
  it.each(['malmo', 'Malmö', 'SKÅNE', 'kan', 'se', 'swed', ' Sweden '])('goes by %j', (wanted) => {
    expect(isAt(HOUSE.place, wanted)).toBe(true);
  });

  it.each(['Norway', 'Stockholm', 'SEK'])('does not go by %j', (wanted) => {
    expect(isAt(HOUSE.place, wanted)).toBe(false);
  });
});

describe('a guest’s name', () => {
  it.each([
    ['Anna Berg', 'A*** B***'],
    ['  Ida ', 'I***'],
    ['😀 Smile', '😀*** S***'],
  ])('is masked: %j', (name, shown) => {
    expect(masked(name)).toBe(shown);
  });
});
