import type { Fields } from './fields.js';

/** One line as it was priced. Amounts are minor units. */
export interface Line {
  readonly sku: string;
  readonly quantity: number;
  readonly unitPrice: number;
  readonly total: number;
}

/** What is asked for. `Σ lines + shipping + tax - discount` is the total. */
export interface Pricing {
  readonly lines: readonly Line[];
  readonly shipping: number;
  readonly tax: number;
  readonly discount: number;
  readonly includedTax: number;
}

export function readPricing(fields: Fields): Pricing {
  return {
    lines: fields.list('lines').map((line) => ({
      sku: line.text('sku'),
      quantity: line.number('quantity'),
      unitPrice: line.number('unitPrice'),
      total: line.number('total'),
    })),
    shipping: fields.number('shipping'),
    tax: fields.number('tax'),
    discount: fields.number('discount'),
    includedTax: fields.number('includedTax'),
  };
}

export function totalOf({ lines, shipping, tax, discount }: Pricing): number {
  return lines.reduce((sum, { total }) => sum + total, 0) + shipping + tax - discount;
}

/** Units of each SKU: two lines of one SKU are one claim on its stock. */
export function unitsOf({ lines }: Pricing): Map<string, number> {
  const units = new Map<string, number>();
  for (const { sku, quantity } of lines) units.set(sku, (units.get(sku) ?? 0) + quantity);
  return units;
}
