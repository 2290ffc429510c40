import { decodeDocument } from '../bson/decode.js';
import { encodeDocument } from '../bson/encode.js';
import { readField } from '../bson/read-field.js';
import type { Doc, Fields, Value } from '../bson/value.js';
import { CommandError } from '../errors.js';

const MAX_DOCUMENT_BYTES = 16 * 1024 * 1024;

/** A document in memory is its bytes, which replies and the log copy; fields are read from them when asked for. */
export class StoredDocument implements Fields {
  private constructor(private bytes: Buffer) {}

  static fromDoc(doc: Doc): StoredDocument {
    const bytes = encodeDocument(doc);
    if (bytes.length > MAX_DOCUMENT_BYTES) {
      throw new CommandError(
        10334,
        `BSONObj size: ${bytes.length} is invalid. Size must be at most ${MAX_DOCUMENT_BYTES}`,
      );
    }
    return new StoredDocument(bytes);
  }

  /** Takes a copy: the bytes may be part of something larger that can go. */
  static fromBytes(bytes: Buffer): StoredDocument {
    return new StoredDocument(Buffer.from(bytes));
  }

  get raw(): Buffer {
    return this.bytes;
  }

  get(name: string): Value | undefined {
    return readField(this.bytes, name);
  }

  /** The whole document, the caller's own to change. */
  decode(): Doc {
    return decodeDocument(this.bytes);
  }

  /** The content as it is now, apart from this document. */
  copy(): StoredDocument {
    return new StoredDocument(this.bytes);
  }

  /** Puts a new content in place; the identity stays, so that indexes on unchanged fields stay too. */
  become(next: StoredDocument): void {
    this.bytes = next.bytes;
  }
}
