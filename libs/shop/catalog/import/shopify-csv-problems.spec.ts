import { csv, EUR, product, variant } from './shopify-csv.fixture.js';
import type { Cells } from './shopify-csv.fixture.js';
import { parseShopifyCsv } from './shopify-csv.js';

/** Imports the given rows beside a sound product, checks only that one survives, and returns the problems. */
function problemsOf(...rows: Cells[]) {
  const { families, problems } = parseShopifyCsv(csv([...rows, product('sound')]), EUR);
  expect(families.map(({ handle }) => handle)).toEqual(['sound']);
  return problems.map(({ row, column }) => ({ row, column }));
}

describe('a record that cannot be imported', () => {
  it.each<[string, string, Cells]>([
    ['a missing title', 'Title', { Title: '' }],
    ['a missing handle', 'Handle', { Handle: '' }],
    ['a missing price', 'Variant Price', { 'Variant Price': '' }],
    ['a missing SKU', 'Variant SKU', { 'Variant SKU': '' }],
    ['a price finer than the currency', 'Variant Price', { 'Variant Price': '12.345' }],
    ['a price with a currency sign', 'Variant Price', { 'Variant Price': '€12' }],
    ['a price to compare with that is no decimal', 'Variant Compare At Price', { 'Variant Compare At Price': '12,50' }],
    ['a negative stock', 'Variant Inventory Qty', { 'Variant Inventory Qty': '-1' }],
    ['a stock that is not whole', 'Variant Inventory Qty', { 'Variant Inventory Qty': '1.5' }],
    ['a weight that is not a number', 'Variant Grams', { 'Variant Grams': '1 kg' }],
    ['an unclear answer to whether it ships', 'Variant Requires Shipping', { 'Variant Requires Shipping': 'maybe' }],
    ['an unclear answer to whether it is published', 'Published', { Published: 'perhaps' }],
    ['an image that is not a web address', 'Image Src', { 'Image Src': 'javascript:alert(1)' }],
    ['an option value without an option', 'Option2 Value', { 'Option2 Value': 'Large' }],
  ])('is reported with its row and column for %s, and the other families import', (_case, column, cells) => {
    expect(problemsOf(product('bad', cells))).toEqual([{ row: 2, column }]);
  });

  it('takes its whole family with it, whichever of the records it is', () => {
    const first = product('bad', { 'Option1 Name': 'Size', 'Option1 Value': 'S' });
    expect(problemsOf(first, variant('bad', 'M'), variant('bad', 'L', { 'Variant Price': 'x' }))).toEqual([
      { row: 4, column: 'Variant Price' },
    ]);
  });

  it('belongs to the family above when it has neither handle nor title', () => {
    const first = product('bad', { 'Option1 Name': 'Size', 'Option1 Value': 'S' });
    expect(problemsOf(first, variant('', 'M'))).toEqual([{ row: 3, column: 'Handle' }]);
  });

  it('is one whose SKU the file has used before, and the message names the earlier row', () => {
    const text = csv([product('a'), product('b', { 'Variant SKU': 'SKU-a' })]);
    const { families, problems } = parseShopifyCsv(text, EUR);
    expect(families.map(({ handle }) => handle)).toEqual(['a']);
    expect(problems).toEqual([{ row: 3, column: 'Variant SKU', message: expect.stringContaining('row 2') }]);
  });

  it('is one that repeats the option values of another, or gives none', () => {
    const first = product('bad', { 'Option1 Name': 'Size', 'Option1 Value': 'S' });
    const again = variant('bad', 'S', { 'Variant SKU': 'other' });
    expect(problemsOf(first, again)).toEqual([{ row: 3, column: 'Option1 Value' }]);
    expect(problemsOf(first, variant('bad', ''))).toEqual([{ row: 3, column: 'Option1 Value' }]);
  });

  it('is one that gives the handle of a product to another product', () => {
    const other = variant('bad', 'M', { Title: 'Something else' });
    const first = product('bad', { 'Option1 Name': 'Size', 'Option1 Value': 'S' });
    expect(problemsOf(first, other)).toEqual([{ row: 3, column: 'Handle' }]);
  });

  it('is one with more or fewer cells than the header, reported once and not cell by cell', () => {
    const text = `Handle,Title,Variant SKU,Variant Price\na,A, big,A-1,1.00\nb,B\nc,C,C-1,3.00\n`;
    const { families, problems } = parseShopifyCsv(text, EUR);
    expect(families.map(({ handle }) => handle)).toEqual(['c']);
    expect(problems.map(({ row, column }) => ({ row, column }))).toEqual([
      { row: 2, column: '' },
      { row: 3, column: '' },
    ]);
  });
});
