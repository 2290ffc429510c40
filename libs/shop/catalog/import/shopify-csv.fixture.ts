import type { ImportCurrency } from './imported-family.js';

export const EUR: ImportCurrency = { currency: 'EUR', exponent: 2 };

/** Columns of a Shopify export that say something about a family. */
export const COLUMNS = [
  'Handle',
  'Title',
  'Body (HTML)',
  'Product Category',
  'Type',
  'Tags',
  'Published',
  'Option1 Name',
  'Option1 Value',
  'Option2 Name',
  'Option2 Value',
  'Variant SKU',
  'Variant Grams',
  'Variant Inventory Tracker',
  'Variant Inventory Qty',
  'Variant Price',
  'Variant Compare At Price',
  'Variant Requires Shipping',
  'Variant Barcode',
  'Image Src',
  'Image Position',
  'Image Alt Text',
  'Status',
];

/** The filled cells of a record, by column. */
export type Cells = Record<string, string>;

function line(values: string[], newline: string): string {
  return values.map((value) => `"${value.replaceAll('"', '""')}"`).join(',') + newline;
}

/** The text of a file with the given records. */
export function csv(rows: Cells[], { newline = '\n', columns = COLUMNS } = {}): string {
  const body = rows.map((row) =>
    line(
      columns.map((column) => row[column] ?? ''),
      newline,
    ),
  );
  return line(columns, newline) + body.join('');
}

/** The only record of a product that imports as it is, unless the cells spoil it. */
export function product(handle: string, cells: Cells = {}): Cells {
  return {
    Handle: handle,
    Title: `The ${handle}`,
    'Option1 Name': 'Title',
    'Option1 Value': 'Default Title',
    'Variant SKU': `SKU-${handle}`,
    'Variant Inventory Tracker': 'shopify',
    'Variant Inventory Qty': '3',
    'Variant Price': '10.00',
    'Variant Requires Shipping': 'true',
    Published: 'true',
    Status: 'active',
    ...cells,
  };
}

/** A further record of a product whose one option is a size. */
export function variant(handle: string, size: string, cells: Cells = {}): Cells {
  return {
    Handle: handle,
    'Option1 Value': size,
    'Variant SKU': `${handle}-${size}`,
    'Variant Price': '5.00',
    ...cells,
  };
}
