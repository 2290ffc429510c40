import type { ProductDocument } from '../catalog.collections.js';
import { words } from './search-tokens.js';

/** What ranking looks at; the description is not among it, a word found nowhere here is in there. */
type RankedText = Pick<ProductDocument, 'id' | 'sortKey' | 'title' | 'tags' | 'category'>;

/** Place of one product in a list of results. */
export interface Rank {
  score: number;
  sortKey: string;
}

const EXACT_BONUS = 1;
const TITLE = 6;
const LABEL = 3;
const ELSEWHERE = 1;

/** How well a product that has all the words fits them: title before tag and category before the rest. */
export function scoreOf(query: readonly string[], product: RankedText): number {
  const title = words(product.title);
  const labels = words([...product.tags, product.category].join(' '));
  return query.reduce((score, word) => {
    const best = Math.max(matched(word, title, TITLE), matched(word, labels, LABEL), ELSEWHERE);
    return score + best;
  }, 0);
}

/** Best first; equals in alphabetical order. */
export function byRank(a: Rank, b: Rank): number {
  if (a.score !== b.score) return b.score - a.score;
  return a.sortKey < b.sortKey ? -1 : a.sortKey > b.sortKey ? 1 : 0;
}

function matched(word: string, candidates: readonly string[], weight: number): number {
  if (candidates.includes(word)) return weight + EXACT_BONUS;
  return candidates.some((candidate) => candidate.startsWith(word)) ? weight : 0;
}
