/** One product of an import file, with everything a shopper can buy of it. */
export interface ImportedFamily {
  /** Key of the product in the shop it comes from, unique in the file. */
  handle: string;
  title: string;
  /** Plain text; paragraphs and list items stand on lines of their own. */
  description: string;
  vendor: string;
  category: string;
  tags: string[];
  /** `digital` when none of the variants is shipped. */
  productType: 'physical' | 'digital';
  /** In the order the shop shows them, each address once. */
  images: { url: string; alt: string }[];
  /** Names of the options every variant chooses from; empty when there is no choice. */
  options: string[];
  /** Never empty. */
  variants: ImportedVariant[];
}

/** One thing that can be put in a basket. */
export interface ImportedVariant {
  /** Unique in the file. */
  sku: string;
  /** The option values joined, `Red / Large`; `Default` when there is no choice. */
  title: string;
  /** One entry per option of the family, in its order. */
  options: { name: string; value: string }[];
  /** Minor units of the import's currency: a safe integer, zero or more. */
  price: number;
  /** Price before a reduction, in minor units; `null` when it is not above the price, so nothing is reduced. */
  compareAtPrice: number | null;
  /** Grams, rounded to a whole number; 0 when the file says nothing. */
  weightGrams: number;
  requiresShipping: boolean;
  /** Pieces on hand; `null` when the shop does not track them, which means unlimited. */
  stock: number | null;
  barcode: string | null;
}

/** Why a family was left out, and where in the file to mend it. */
export interface ImportProblem {
  /** Line of the file where the record begins; the header is line 1. */
  row: number;
  /** Name of the column as the header spells it; empty when the whole record is at fault. */
  column: string;
  message: string;
}

/** What an import file holds. */
export interface CatalogImport {
  families: ImportedFamily[];
  /** In the order of the file's lines. */
  problems: ImportProblem[];
  /** Number of families left out because they are not on sale: unpublished, draft or archived. */
  skipped: number;
}

/** Currency of every price in a file; Shopify writes the amounts without it. */
export interface ImportCurrency {
  /** ISO 4217 code. */
  currency: string;
  /** Number of decimals of the currency's minor unit: 2 for EUR, 0 for JPY, 3 for KWD. */
  exponent: number;
}
