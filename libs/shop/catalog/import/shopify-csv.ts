import { isOnSale, readFamily } from './family-reader.js';
import type { FamilyRows, FirstUses } from './family-reader.js';
import type { CatalogImport, ImportCurrency, ImportProblem } from './imported-family.js';
import { RowReader } from './row-reader.js';
import { readSheet } from './sheet.js';
import type { SheetRow } from './sheet.js';

/** Columns without which nothing can be sold; every other column has a sensible reading when it is absent. */
const MANDATORY_COLUMNS = ['Handle', 'Title', 'Variant SKU', 'Variant Price'];

/**
 * Reads the product export of a Shopify shop.
 *
 * A family with a problem is left out whole, never imported in part; the other families are not affected. Prices
 * are taken to be in the given currency, and converted to its minor units without rounding.
 */
export function parseShopifyCsv(text: string, options: ImportCurrency): CatalogImport {
  const sheet = readSheet(text, MANDATORY_COLUMNS);
  const result: CatalogImport = { families: [], problems: [...sheet.problems], skipped: 0 };
  const skus: FirstUses = new Map();
  for (const rows of groupByFamily(sheet.rows)) addFamily(result, rows, options, skus);
  result.problems.sort((a, b) => a.row - b.row);
  return result;
}

function addFamily(result: CatalogImport, rows: SheetRow[], currency: ImportCurrency, skus: FirstUses): void {
  const problems = rows.flatMap(faultOf);
  const family = toReaders(rows, problems);
  // The cells of a faulty record are in the wrong columns: what they say would only be noise.
  if (problems.length > 0 || !family) {
    result.problems.push(...problems);
    return;
  }
  if (!isOnSale(family.first)) {
    result.skipped += 1;
    return;
  }
  const read = readFamily(family, currency, skus);
  if (problems.length > 0) result.problems.push(...problems);
  else result.families.push(read);
}

function faultOf({ line, fault }: SheetRow): ImportProblem[] {
  return fault === null ? [] : [{ row: line, column: '', message: fault }];
}

function toReaders(rows: SheetRow[], problems: ImportProblem[]): FamilyRows | null {
  const [first, ...others] = rows.map((row) => new RowReader(row, problems));
  return first ? { first, others } : null;
}

// A record without a handle is its own family when it has a title; otherwise it goes with the one above, which
// must not be imported without it.
function groupByFamily(rows: SheetRow[]): SheetRow[][] {
  const groups = new Map<string, SheetRow[]>();
  let key = '';
  for (const row of rows) {
    const handle = row.cell('Handle');
    if (handle !== '') key = `handle ${handle}`;
    else if (row.cell('Title') !== '') key = `line ${row.line}`;
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return [...groups.values()];
}
