import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseShopifyCsv } from './shopify-csv.js';

describe('the demo catalogue', () => {
  const text = readFileSync(join(__dirname, '../../../../apps/cli/demo/maison-lumen.csv'), 'utf8');
  const { families, problems, skipped } = parseShopifyCsv(text, { currency: 'EUR', exponent: 2 });
  const variants = families.flatMap((family) => family.variants);

  it('imports without a problem, and leaves out the two products that are not on sale', () => {
    expect(problems).toEqual([]);
    expect(skipped).toBe(2);
    expect(families.length).toBeGreaterThanOrEqual(60);
    expect(variants.length).toBeGreaterThanOrEqual(110);
  });

  it('gives every variant a SKU of its own and a price', () => {
    expect(new Set(variants.map(({ sku }) => sku)).size).toBe(variants.length);
    expect(variants.every(({ price }) => price >= 250 && price <= 48_000)).toBe(true);
  });

  it('shows the whole range: ten categories, digital goods, reductions, and stock that ran out', () => {
    expect(new Set(families.map(({ category }) => category)).size).toBe(10);
    expect(families.filter(({ productType }) => productType === 'digital').length).toBeGreaterThanOrEqual(4);
    expect(variants.some(({ compareAtPrice }) => compareAtPrice !== null)).toBe(true);
    expect(variants.some(({ stock }) => stock === 0)).toBe(true);
    expect(families.every(({ description, images }) => description !== '' && images.length > 0)).toBe(true);
    expect(families.some(({ description }) => /[<>]|&\w+;/.test(description))).toBe(false);
  });
});
