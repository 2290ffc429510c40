import type { ImportCurrency, ImportProblem } from './imported-family.js';
import { toMinorUnits } from './minor-units.js';
import type { SheetRow } from './sheet.js';

/**
 * Reads typed values out of one record. A cell that cannot be read is reported and yields a stand-in, so that one
 * pass finds every problem of a family; a family with a problem is never used.
 */
export class RowReader {
  constructor(
    private readonly row: SheetRow,
    private readonly problems: ImportProblem[],
  ) {}

  get line(): number {
    return this.row.line;
  }

  report(column: string, message: string): void {
    this.problems.push({ row: this.row.line, column, message });
  }

  text(column: string): string {
    return this.row.cell(column);
  }

  required(column: string, remedy: string): string {
    const text = this.text(column);
    if (text === '') this.report(column, `"${column}" is empty. ${remedy}`);
    return text;
  }

  /** A code of digits without the apostrophe Shopify puts before it to keep spreadsheets from reformatting it. */
  code(column: string): string {
    return this.text(column).replace(/^'(?=\d)/, '');
  }

  flag(column: string, whenEmpty: boolean): boolean {
    const text = this.text(column).toLowerCase();
    if (text !== '' && text !== 'true' && text !== 'false') {
      this.report(column, `"${this.text(column)}" is neither true nor false.`);
    }
    return text === '' ? whenEmpty : text === 'true';
  }

  /** Minor units; `null` when the cell is empty. */
  money(column: string, { currency, exponent }: ImportCurrency): number | null {
    const text = this.text(column);
    if (text === '') return null;
    const minor = toMinorUnits(text, exponent);
    if (minor === null) {
      this.report(column, `"${text}" is not an amount of ${currency}: digits, with at most ${exponent} after a point.`);
    }
    return minor;
  }

  /** A whole number, zero or more; 0 when the cell is empty. */
  count(column: string): number {
    const text = this.text(column);
    const count = Number(text);
    if (/^\d*$/.test(text) && Number.isSafeInteger(count)) return count;
    this.report(column, `"${text}" is not a number of pieces: a whole number, zero or more.`);
    return 0;
  }

  /** Whole grams, rounded: Shopify converts from other units and may write decimals. 0 when the cell is empty. */
  grams(column: string): number {
    const text = this.text(column);
    const grams = Math.round(Number(text));
    if (/^(\d+(\.\d+)?)?$/.test(text) && Number.isSafeInteger(grams)) return grams;
    this.report(column, `"${text}" is not a weight in grams: a number, zero or more.`);
    return 0;
  }

  /** Only web addresses: a storefront will put this in a page. */
  webAddress(column: string): string {
    const text = this.text(column);
    if (text !== '' && !(/^https?:\/\//i.test(text) && URL.canParse(text))) {
      this.report(column, `"${text}" is not a web address beginning with https:// or http://.`);
    }
    return text;
  }
}
