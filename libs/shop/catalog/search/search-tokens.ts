import { fold } from '../../fold.js';
import type { ProductContent } from '../catalog.collections.js';

/** Letters of a word that count, in the index and in a query alike. */
const MAX_WORD = 20;
/** Shortest beginning of a word that finds it. */
const MIN_PREFIX = 2;
/** Index entries per product: about 150 words. What comes first counts first, so a long description is cut. */
const MAX_TOKENS = 1000;
const MAX_QUERY_WORDS = 10;

/** The words of a text, as they are compared: folded, cut to a length, each once. */
export function words(text: string): string[] {
  const found = fold(text).match(/[\p{L}\p{N}]+/gu) ?? [];
  return [...new Set(found.map((word) => Array.from(word).slice(0, MAX_WORD).join('')))];
}

/** The words of a search, as many as are worth looking for. */
export function queryWords(text: string): string[] {
  return words(text).slice(0, MAX_QUERY_WORDS);
}

/** A word's beginnings from `shortest` letters on, the word itself included. A shorter word stands for itself. */
export function prefixes(word: string, shortest = MIN_PREFIX): string[] {
  const letters = Array.from(word);
  const from = Math.min(shortest, letters.length);
  return letters.slice(from - 1).map((_, index) => letters.slice(0, from + index).join(''));
}

/** What a product is found by: every beginning of its words, most telling texts first. */
export function searchTokens(product: ProductContent): string[] {
  const tokens = new Set<string>();
  for (const word of words(textsOf(product).join(' '))) {
    for (const prefix of prefixes(word)) tokens.add(prefix);
    if (tokens.size >= MAX_TOKENS) break;
  }
  return [...tokens].slice(0, MAX_TOKENS);
}

function textsOf({ title, tags, category, vendor, variants, description }: ProductContent): string[] {
  const ofVariants = variants.flatMap(({ sku, barcode, options }) => [
    sku,
    barcode ?? '',
    ...options.map(({ value }) => value),
  ]);
  return [title, ...tags, category, vendor, ...ofVariants, description];
}
