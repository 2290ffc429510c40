import type { ImportCurrency, ImportedVariant } from './imported-family.js';
import type { RowReader } from './row-reader.js';

/** Columns of the options a Shopify product can have. */
const OPTIONS = [1, 2, 3].map((n) => ({ nameColumn: `Option${n} Name`, valueColumn: `Option${n} Value` }));

/** What Shopify writes as the only option value of a product without a choice. */
const NO_CHOICE = 'Default Title';

/** Columns that are filled on a variant's record and empty on a record that only adds an image. */
const VARIANT_COLUMNS = [
  ...OPTIONS.map(({ valueColumn }) => valueColumn),
  'Variant SKU',
  'Variant Price',
  'Variant Grams',
  'Variant Inventory Qty',
  'Variant Barcode',
];

/** One option a family's variants choose from, and the column that holds the choice. */
export interface OptionColumn {
  name: string;
  valueColumn: string;
}

/** Whether a record below a family's first one does nothing but add an image. */
export function isImageOnly(reader: RowReader): boolean {
  return reader.text('Image Src') !== '' && VARIANT_COLUMNS.every((column) => reader.text(column) === '');
}

/** The options named by a family's first record, the only one that names them. */
export function readOptionColumns(first: RowReader): OptionColumn[] {
  if (first.text('Option1 Value') === NO_CHOICE) return [];
  return OPTIONS.map(({ nameColumn, valueColumn }) => ({ name: first.text(nameColumn), valueColumn })).filter(
    ({ name }) => name !== '',
  );
}

/** The variant a record describes; what cannot be read is reported through the reader. */
export function readVariant(reader: RowReader, columns: OptionColumn[], currency: ImportCurrency): ImportedVariant {
  const options = readOptions(reader, columns);
  const price = readPrice(reader, currency);
  return {
    sku: readSku(reader),
    title: options.map(({ value }) => value).join(' / ') || 'Default',
    options,
    price,
    compareAtPrice: readCompareAtPrice(reader, price, currency),
    weightGrams: reader.grams('Variant Grams'),
    // Without a word in the file a parcel is the safe guess: it asks for an address rather than forget it.
    requiresShipping: reader.flag('Variant Requires Shipping', true),
    stock: reader.text('Variant Inventory Tracker') === '' ? null : reader.count('Variant Inventory Qty'),
    barcode: reader.code('Variant Barcode') || null,
  };
}

function readSku(reader: RowReader): string {
  reader.required('Variant SKU', 'Give the variant a SKU of its own: stock is counted by it.');
  return reader.code('Variant SKU');
}

function readPrice(reader: RowReader, currency: ImportCurrency): number {
  reader.required('Variant Price', 'Give the variant a price.');
  return reader.money('Variant Price', currency) ?? 0;
}

function readCompareAtPrice(reader: RowReader, price: number, currency: ImportCurrency): number | null {
  const compareAt = reader.money('Variant Compare At Price', currency);
  return compareAt !== null && compareAt > price ? compareAt : null;
}

function readOptions(reader: RowReader, columns: OptionColumn[]): ImportedVariant['options'] {
  reportUnnamedOptions(reader, columns);
  return columns.map(({ name, valueColumn }) => ({
    name,
    value: reader.required(valueColumn, `Every variant needs a value for "${name}".`),
  }));
}

function reportUnnamedOptions(reader: RowReader, columns: OptionColumn[]): void {
  const named = new Set(columns.map(({ valueColumn }) => valueColumn));
  for (const { nameColumn, valueColumn } of OPTIONS) {
    const value = reader.text(valueColumn);
    if (value === '' || value === NO_CHOICE || named.has(valueColumn)) continue;
    reader.report(valueColumn, `"${value}" belongs to no option: name it under "${nameColumn}" in the first record.`);
  }
}
