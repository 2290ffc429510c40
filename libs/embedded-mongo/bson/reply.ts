import type { Value } from './value.js';

/** Bytes that are already one BSON document, to be embedded without decoding them. */
export class RawDocument {
  constructor(readonly bytes: Buffer) {}
}

/** What a reply may hold beside stored values: plain numbers, plain objects, raw documents. */
export type ReplyValue = Value | number | RawDocument | Reply | readonly ReplyValue[] | Map<string, ReplyValue>;

/** A reply under construction; keys whose value is undefined are left out. */
export interface Reply {
  readonly [key: string]: ReplyValue | undefined;
}
