const CHUNK_LIMIT = 512;

/** Keys from `from` (included) to `to` (left out). */
export interface KeyRange {
  readonly from: string;
  readonly to: string;
}

/** A sorted set of strings in chunks, so that adding one moves at most one chunk. */
export class SortedKeys {
  private chunks: string[][] = [];

  constructor(keys: Iterable<string>) {
    const sorted = [...keys].sort((a, b) => (a < b ? -1 : 1));
    const size = CHUNK_LIMIT / 2;
    for (let at = 0; at < sorted.length; at += size) this.chunks.push(sorted.slice(at, at + size));
  }

  add(key: string): void {
    const at = this.chunkFor(key);
    const chunk = this.chunks[at];
    if (!chunk) {
      this.chunks.push([key]);
      return;
    }
    chunk.splice(lowerBound(chunk, key), 0, key);
    if (chunk.length > CHUNK_LIMIT) this.chunks.splice(at + 1, 0, chunk.splice(CHUNK_LIMIT / 2));
  }

  remove(key: string): void {
    const at = this.chunkFor(key);
    const chunk = this.chunks[at];
    if (!chunk) return;
    const position = lowerBound(chunk, key);
    if (chunk[position] === key) chunk.splice(position, 1);
    if (chunk.length === 0) this.chunks.splice(at, 1);
  }

  /** The keys of a range, in order or backwards. */
  *range({ from, to }: KeyRange, backwards: boolean): Generator<string> {
    if (backwards) yield* this.backwards(from, to);
    else yield* this.forwards(from, to);
  }

  private *forwards(from: string, to: string): Generator<string> {
    for (let at = this.chunkFor(from); at < this.chunks.length; at++) {
      const chunk = this.chunks[at] ?? [];
      for (let i = lowerBound(chunk, from); i < chunk.length; i++) {
        const key = chunk[i];
        if (key === undefined || key >= to) return;
        yield key;
      }
    }
  }

  private *backwards(from: string, to: string): Generator<string> {
    for (let at = this.chunkFor(to); at >= 0; at--) {
      const chunk = this.chunks[at] ?? [];
      for (let i = lowerBound(chunk, to) - 1; i >= 0; i--) {
        const key = chunk[i];
        if (key === undefined || key < from) return;
        yield key;
      }
    }
  }

  /** The first chunk whose last key is not below `key`; the last chunk when there is none. */
  private chunkFor(key: string): number {
    let low = 0;
    let high = this.chunks.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      const last = this.chunks[middle]?.at(-1);
      if (last !== undefined && last < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function lowerBound(keys: readonly string[], key: string): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const found = keys[middle];
    if (found !== undefined && found < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
