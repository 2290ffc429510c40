import { htmlToText } from './html-to-text.js';
import type { ImportCurrency, ImportedFamily, ImportedVariant } from './imported-family.js';
import type { RowReader } from './row-reader.js';
import { isImageOnly, readOptionColumns, readVariant } from './variant-reader.js';

/** Lines on which keys were first used, to name the earlier one when a key comes back. */
export type FirstUses = Map<string, number>;

/** The records of one family: Shopify fills the product's own columns on the first only. */
export interface FamilyRows {
  first: RowReader;
  others: RowReader[];
}

/** Whether the shop sells the product; an empty cell means yes, as it does for Shopify. */
export function isOnSale(first: RowReader): boolean {
  const status = first.text('Status').toLowerCase();
  return first.text('Published').toLowerCase() !== 'false' && (status === '' || status === 'active');
}

/** The family its records describe; what cannot be read is reported through their readers. */
export function readFamily(rows: FamilyRows, currency: ImportCurrency, skus: FirstUses): ImportedFamily {
  const { first, others } = rows;
  const options = readOptionColumns(first);
  const variantRows = [first, ...others.filter((reader) => !isImageOnly(reader))];
  const variants = variantRows.map((reader) => readVariant(reader, options, currency));
  reportRepeatedVariants(variantRows, variants, skus);
  return {
    ...readProduct(rows),
    productType: variants.some(({ requiresShipping }) => requiresShipping) ? 'physical' : 'digital',
    options: options.map(({ name }) => name),
    variants,
  };
}

function readProduct({ first, others }: FamilyRows): Omit<ImportedFamily, 'productType' | 'options' | 'variants'> {
  first.flag('Published', true);
  const title = first.required('Title', 'Give the product a title on its first record.');
  for (const reader of [first, ...others]) reader.required('Handle', "Repeat the product's handle on every record.");
  for (const reader of others) reportOtherTitle(reader, title);
  return {
    handle: first.text('Handle'),
    title,
    description: htmlToText(first.text('Body (HTML)')),
    vendor: first.text('Vendor'),
    category: readCategory(first),
    tags: [
      ...new Set(
        first
          .text('Tags')
          .split(',')
          .map((tag) => tag.trim()),
      ),
    ].filter((tag) => tag !== ''),
    images: readImages([first, ...others]),
  };
}

// Some tools repeat the title on every record, which is harmless; another title is another product.
function reportOtherTitle(reader: RowReader, title: string): void {
  const other = reader.text('Title');
  if (other === '' || other === title) return;
  reader.report('Handle', `The handle already belongs to "${title}": give "${other}" one of its own.`);
}

function readCategory(first: RowReader): string {
  const lastOfPath = first.text('Product Category').split('>').at(-1)?.trim();
  return first.text('Type') || lastOfPath || 'Uncategorised';
}

function readImages(readers: RowReader[]): ImportedFamily['images'] {
  const byUrl = new Map<string, { url: string; alt: string; position: number }>();
  for (const reader of readers) {
    const url = reader.webAddress('Image Src');
    if (url === '' || byUrl.has(url)) continue;
    byUrl.set(url, { url, alt: reader.text('Image Alt Text'), position: reader.count('Image Position') });
  }
  const inOrder = [...byUrl.values()].sort((a, b) => a.position - b.position);
  return inOrder.map(({ url, alt }) => ({ url, alt }));
}

function reportRepeatedVariants(readers: RowReader[], variants: ImportedVariant[], skus: FirstUses): void {
  const choices: FirstUses = new Map();
  readers.forEach((reader, index) => {
    const variant = variants[index];
    if (!variant) return;
    reportRepeat(reader, 'Variant SKU', variant.sku, skus);
    reportRepeat(reader, 'Option1 Value', variant.title, choices);
  });
}

function reportRepeat(reader: RowReader, column: string, key: string, uses: FirstUses): void {
  if (key === '') return;
  const line = uses.get(key);
  if (line === undefined) uses.set(key, reader.line);
  else reader.report(column, `"${key}" is already taken by row ${line}: variants must differ.`);
}
