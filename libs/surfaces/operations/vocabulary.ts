import type { ProblemEnvelope } from '@comptoir/kernel';
import type { Operation } from './operation.js';

/**
 * Advice names root fields (`createPaymentSession`), as GraphQL callers know them. Other surfaces know the same by
 * another name.
 */
export class Vocabulary {
  private readonly names: ReadonlyMap<string, string>;

  constructor(operations: readonly Operation[], nameOf: (operation: Operation) => string | null) {
    const named = operations.map((operation): [string, string | null] => [operation.rootField, nameOf(operation)]);
    this.names = new Map(named.filter((entry): entry is [string, string] => entry[1] !== null));
  }

  translate<T extends ProblemEnvelope>(problem: T): T {
    return { ...problem, advice: this.inOurWords(problem.advice) };
  }

  /** Only names that cannot be words: `cart` is one, `addCartItem` is not. */
  private inOurWords(text: string): string {
    return text.replace(/`?\b[a-z]+(?:[A-Z][a-z]+)+\b`?/g, (word) => this.names.get(word.replaceAll('`', '')) ?? word);
  }
}
