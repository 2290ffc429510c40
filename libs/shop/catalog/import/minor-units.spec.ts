import fc from 'fast-check';
import { toMinorUnits } from './minor-units.js';

/** Writes minor units as a decimal with all the decimals of the currency. */
function toDecimal(minor: number, exponent: number): string {
  const digits = String(minor).padStart(exponent + 1, '0');
  return exponent === 0 ? digits : `${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
}

describe('minor units from a decimal text', () => {
  it.each([0, 2, 3])('turn back into the very same text, for any amount and exponent %i', (exponent) => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }), (minor) => {
        const decimal = toDecimal(minor, exponent);
        const read = toMinorUnits(decimal, exponent);
        expect(read).toBe(minor);
        expect(toDecimal(Number(read), exponent)).toBe(decimal);
      }),
    );
  });

  it.each([
    ['12', 2, 1200],
    ['12.5', 2, 1250],
    ['1.15', 2, 115],
    ['0.07', 2, 7],
    ['007.10', 2, 710],
    ['1200.00', 0, 1200],
    ['1.2340', 3, 1234],
  ])('read %s with exponent %i as %i', (decimal, exponent, minor) => {
    expect(toMinorUnits(decimal, exponent)).toBe(minor);
  });

  it.each([
    ['12.345', 2],
    ['0.5', 0],
    ['12,50', 2],
    ['1 200.00', 2],
    ['-1.00', 2],
    ['+1.00', 2],
    ['1e3', 2],
    ['.50', 2],
    ['12.', 2],
    ['', 2],
    ['€12', 2],
    ['NaN', 2],
    ['90071992547409.92', 2],
  ])('refuse %j with exponent %i rather than guess', (decimal, exponent) => {
    expect(toMinorUnits(decimal, exponent)).toBeNull();
  });
});
