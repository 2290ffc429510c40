import { nextLength } from './message.js';

const LENGTH_BYTES = 4;

/** The bytes of one client, cut into messages. Nothing is copied together before the next message is whole. */
export class MessageStream {
  private chunks: Buffer[] = [];
  private size = 0;
  private needed = LENGTH_BYTES;

  push(chunk: Buffer): void {
    this.chunks.push(chunk);
    this.size += chunk.length;
  }

  /** The next message, or undefined while it has not arrived. Throws at a length that no message has. */
  next(): Buffer | undefined {
    if (this.size < this.needed) return undefined;
    const [first, ...others] = this.chunks;
    const bytes = first && others.length === 0 ? first : Buffer.concat(this.chunks, this.size);
    const length = nextLength(bytes);
    const rest = bytes.subarray(length ?? 0);
    this.chunks = rest.length > 0 ? [rest] : [];
    this.size = rest.length;
    this.needed = length === undefined ? bytes.readInt32LE(0) : LENGTH_BYTES;
    return length === undefined ? undefined : bytes.subarray(0, length);
  }
}
