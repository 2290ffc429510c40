const SLAB_BYTES = 64 * 1024;
const SPARE_FACTOR = 1.5;
const SPARE_BYTES = 4 * 1024 * 1024;

/** Where some bytes are. */
interface Place {
  readonly slab: Buffer;
  readonly at: number;
}

/**
 * Packs the bytes of documents into slabs of their own. A Buffer for each would take half a small document's size
 * again, and would share Node's pool with requests and replies, which then could not be freed. Bytes are never written
 * over: a slab goes with the last document in it.
 */
export class Arena {
  private slab = Buffer.alloc(0);
  private used = 0;
  /** Bytes put into slabs since the start: of documents alive, replaced and deleted. */
  private taken = 0;

  /** Copies the bytes to their place. */
  keep(bytes: Buffer): Place {
    if (bytes.length > SLAB_BYTES / 8) return { slab: Buffer.from(bytes), at: 0 };
    this.taken += bytes.length;
    if (this.used + bytes.length > this.slab.length) {
      this.slab = Buffer.allocUnsafeSlow(SLAB_BYTES);
      this.used = 0;
    }
    const at = this.used;
    this.slab.set(bytes, at);
    this.used += bytes.length;
    return { slab: this.slab, at };
  }

  /** From here on in new slabs: what is alive is about to move there. */
  restart(): void {
    this.slab = Buffer.alloc(0);
    this.used = 0;
    this.taken = 0;
  }

  /** Whether so much of it is dead that the living should move. */
  isSpent(liveBytes: number): boolean {
    return this.taken > liveBytes * SPARE_FACTOR + SPARE_BYTES;
  }
}
