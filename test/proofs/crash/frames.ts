const HEADER_BYTES = 16;
const OP_MSG = 2013;
/** Behind the header: four bytes of flags, the kind of the section, the length of its document, the type of its first element. */
const NAME_AT = HEADER_BYTES + 4 + 1 + 4 + 1;

/** Commands that change something. */
const WRITES = new Set(['insert', 'update', 'delete', 'findAndModify']);

/** Cuts a stream of bytes into whole messages of MongoDB's wire protocol. */
export class Frames {
  private rest: Buffer = Buffer.alloc(0);

  push(chunk: Buffer): Buffer[] {
    this.rest = this.rest.length ? Buffer.concat([this.rest, chunk]) : chunk;
    const frames: Buffer[] = [];
    while (this.rest.length >= HEADER_BYTES) {
      const length = this.rest.readInt32LE(0);
      if (this.rest.length < length) break;
      frames.push(this.rest.subarray(0, length));
      this.rest = this.rest.subarray(length);
    }
    return frames;
  }
}

/** Whether a message asks for a change. */
export function isWrite(frame: Buffer): boolean {
  if (frame.readInt32LE(12) !== OP_MSG) return false;
  const end = frame.indexOf(0, NAME_AT);
  return WRITES.has(frame.toString('latin1', NAME_AT, end));
}
