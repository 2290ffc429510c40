import { decodeDocument } from '../bson/decode.js';
import { readField } from '../bson/read-field.js';
import type { Doc, Fields, Value } from '../bson/value.js';
import type { Arena } from './arena.js';

/** A document in memory is its bytes, which replies and the log copy; fields are read from them when asked for. */
export class StoredDocument implements Fields {
  private constructor(
    private slab: Buffer,
    private at: number,
  ) {}

  /** Takes a copy: the bytes may be part of something larger that can go. */
  static fromBytes(bytes: Buffer, arena: Arena): StoredDocument {
    const { slab, at } = arena.keep(bytes);
    return new StoredDocument(slab, at);
  }

  /** A document begins with its length. */
  get size(): number {
    return this.slab.readInt32LE(this.at);
  }

  get raw(): Buffer {
    return this.slab.subarray(this.at, this.at + this.size);
  }

  get(name: string): Value | undefined {
    return readField(this.slab, this.at, name);
  }

  /** The whole document, the caller's own to change. */
  decode(): Doc {
    return decodeDocument(this.slab, this.at);
  }

  /** The content as it is now, apart from this document. */
  copy(): StoredDocument {
    return new StoredDocument(this.slab, this.at);
  }

  /** Puts a new content in place; the identity stays, so that indexes on unchanged fields stay too. */
  become(next: StoredDocument): void {
    this.slab = next.slab;
    this.at = next.at;
  }

  /** Moves the bytes, so that nothing holds on to the slab they were in; a large document has one to itself. */
  moveTo(arena: Arena): void {
    if (this.slab.length > this.size) this.become(StoredDocument.fromBytes(this.raw, arena));
  }
}
