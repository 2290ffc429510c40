import { COLUMNS, csv, EUR, product, variant } from './shopify-csv.fixture.js';
import { parseShopifyCsv } from './shopify-csv.js';

describe('the families of a Shopify export', () => {
  it('carries every field of a product without options', () => {
    const cells = {
      'Body (HTML)': '<p>Salt &amp; pepper.</p><p>Both.</p>',
      Vendor: 'Maison Lumen',
      Type: 'Tableware',
      Tags: 'gift, table,gift, ',
      'Variant Grams': '249.6',
      'Variant Compare At Price': '12.5',
      'Variant Barcode': "'2000000100012",
      'Image Src': 'https://images.example.test/mill.jpg',
      'Image Alt Text': 'A mill',
    };
    const text = csv([product('mill', cells)], { columns: [...COLUMNS, 'Vendor'] });
    expect(parseShopifyCsv(text, EUR)).toEqual({
      families: [
        {
          handle: 'mill',
          title: 'The mill',
          description: 'Salt & pepper.\nBoth.',
          vendor: 'Maison Lumen',
          category: 'Tableware',
          tags: ['gift', 'table'],
          productType: 'physical',
          images: [{ url: 'https://images.example.test/mill.jpg', alt: 'A mill' }],
          options: [],
          variants: [
            {
              sku: 'SKU-mill',
              title: 'Default',
              options: [],
              price: 1000,
              compareAtPrice: 1250,
              weightGrams: 250,
              requiresShipping: true,
              stock: 3,
              barcode: '2000000100012',
            },
          ],
        },
      ],
      problems: [],
      skipped: 0,
    });
  });

  it('names each variant by its option values, though only the first record names the options', () => {
    const options = { 'Option1 Name': 'Colour', 'Option1 Value': 'Red', 'Option2 Name': 'Size', 'Option2 Value': 'S' };
    const text = csv([product('shirt', options), variant('shirt', 'Blue', { 'Option2 Value': 'L' })]);
    const [family] = parseShopifyCsv(text, EUR).families;
    expect(family?.options).toEqual(['Colour', 'Size']);
    expect(family?.variants.map(({ title }) => title)).toEqual(['Red / S', 'Blue / L']);
    expect(family?.variants[1]?.options).toEqual([
      { name: 'Colour', value: 'Blue' },
      { name: 'Size', value: 'L' },
    ]);
  });

  it('gathers the records of a handle wherever they stand in the file', () => {
    const text = csv([product('a', { 'Option1 Name': 'Size', 'Option1 Value': 'S' }), product('b'), variant('a', 'L')]);
    const { families } = parseShopifyCsv(text, EUR);
    expect(families.map(({ handle, variants }) => [handle, variants.length])).toEqual([
      ['a', 2],
      ['b', 1],
    ]);
  });

  it('takes images in their position order, from records that hold nothing else, each address once', () => {
    const image = (name: string, position: string) => ({
      'Image Src': `https://images.example.test/${name}.jpg`,
      'Image Position': position,
    });
    const text = csv([
      product('a', image('two', '2')),
      { Handle: 'a', ...image('one', '1') },
      { Handle: 'a', ...image('two', '3') },
    ]);
    const [family] = parseShopifyCsv(text, EUR).families;
    expect(family?.variants).toHaveLength(1);
    expect(family?.images.map(({ url }) => url.slice(-7))).toEqual(['one.jpg', 'two.jpg']);
  });

  it('takes the category from Type, else from the end of Product Category, else calls it Uncategorised', () => {
    const path = 'Home & Garden > Lighting > Lamps';
    const text = csv([
      product('a', { Type: 'Lights', 'Product Category': path }),
      product('b', { 'Product Category': path }),
      product('c'),
    ]);
    const { families } = parseShopifyCsv(text, EUR);
    expect(families.map(({ category }) => category)).toEqual(['Lights', 'Lamps', 'Uncategorised']);
  });

  it('is digital only when no variant is shipped, and ships when the file does not say', () => {
    const paper = { 'Option1 Name': 'Form', 'Option1 Value': 'Paper' };
    const text = csv([
      product('e-book', { 'Variant Requires Shipping': 'FALSE' }),
      product('book', paper),
      variant('book', 'PDF', { 'Variant Requires Shipping': 'false' }),
      product('silent', { 'Variant Requires Shipping': '' }),
    ]);
    const { families } = parseShopifyCsv(text, EUR);
    expect(families.map(({ productType }) => productType)).toEqual(['digital', 'physical', 'physical']);
  });

  it('counts an empty tracked stock as none and an untracked one as unlimited', () => {
    const text = csv([
      product('a', { 'Variant Inventory Qty': '' }),
      product('b', { 'Variant Inventory Tracker': '', 'Variant Inventory Qty': '7' }),
    ]);
    const { families } = parseShopifyCsv(text, EUR);
    expect(families.map(({ variants }) => variants[0]?.stock)).toEqual([0, null]);
  });

  it('knows no reduction when the price to compare with is not above the price', () => {
    const text = csv([product('a', { 'Variant Compare At Price': '10.00' })]);
    expect(parseShopifyCsv(text, EUR).families[0]?.variants[0]?.compareAtPrice).toBeNull();
  });

  it('leaves out what is unpublished, draft or archived, and counts it without a problem', () => {
    const text = csv([
      product('a', { Published: 'FALSE', 'Variant Price': 'soon' }),
      product('b', { Status: 'draft' }),
      product('c', { Status: 'Archived' }),
      product('d', { Status: '', Published: '' }),
    ]);
    expect(parseShopifyCsv(text, EUR)).toMatchObject({ families: [{ handle: 'd' }], problems: [], skipped: 3 });
  });
});
