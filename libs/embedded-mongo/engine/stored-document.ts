import { encodeDocument } from '../bson/encode.js';
import { decodeDocument } from '../bson/decode.js';
import type { Doc } from '../bson/value.js';
import { CommandError } from '../errors.js';

const MAX_DOCUMENT_BYTES = 16 * 1024 * 1024;

/** A document in memory: its bytes, which replies and the log copy, and its decoded form, which nobody changes. */
export class StoredDocument {
  private constructor(
    private bytes: Buffer,
    private decoded: Doc,
  ) {}

  static fromDoc(doc: Doc): StoredDocument {
    return new StoredDocument(encodeStored(doc), doc);
  }

  static fromBytes(bytes: Buffer): StoredDocument {
    return new StoredDocument(bytes, decodeDocument(bytes));
  }

  get raw(): Buffer {
    return this.bytes;
  }

  get doc(): Doc {
    return this.decoded;
  }

  /** The content as it is now, apart from this document. */
  copy(): StoredDocument {
    return new StoredDocument(this.bytes, this.decoded);
  }

  /** Puts a new content in place; the identity stays, so that indexes on unchanged fields stay too. */
  become(next: StoredDocument): void {
    this.bytes = next.bytes;
    this.decoded = next.decoded;
  }
}

function encodeStored(doc: Doc): Buffer {
  const bytes = encodeDocument(doc);
  if (bytes.length > MAX_DOCUMENT_BYTES) {
    throw new CommandError(
      10334,
      `BSONObj size: ${bytes.length} is invalid. Size must be at most ${MAX_DOCUMENT_BYTES}`,
    );
  }
  return bytes;
}
