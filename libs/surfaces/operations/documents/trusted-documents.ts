import { createHash } from 'node:crypto';
import type { DocumentNode } from 'graphql';

/** Documents of strangers that are kept once validated; at 600 tokens each, some tens of megabytes at most. */
const MAX_OTHERS = 200;

/** Length of a SHA-256 in hexadecimal, by which Apollo's keys end. */
const HASH_LENGTH = 64;

/**
 * Apollo's document store. Ours are put in at boot and stay, so they are never parsed or validated again; the others
 * come and go.
 */
export class TrustedDocuments {
  private readonly trusted = new Map<string, DocumentNode>();
  private readonly others = new Map<string, DocumentNode>();

  /** Trusts a text for good. */
  trust(text: string, document: DocumentNode): void {
    this.trusted.set(createHash('sha256').update(text).digest('hex'), document);
  }

  async get(key: string): Promise<DocumentNode | undefined> {
    const hash = key.slice(-HASH_LENGTH);
    const trusted = this.trusted.get(hash);
    if (trusted) return trusted;
    const other = this.others.get(hash);
    if (!other) return undefined;
    // The order of a Map is the order of use: the first one goes first.
    this.others.delete(hash);
    this.others.set(hash, other);
    return other;
  }

  async set(key: string, document: DocumentNode): Promise<void> {
    const oldest = this.others.size >= MAX_OTHERS ? this.others.keys().next() : null;
    if (oldest && !oldest.done) this.others.delete(oldest.value);
    this.others.set(key.slice(-HASH_LENGTH), document);
  }

  async delete(key: string): Promise<boolean> {
    return this.others.delete(key.slice(-HASH_LENGTH));
  }
}
