import type { Doc } from '../bson/value.js';

/** One stage: all documents in, all documents out. */
export type Stage = (documents: readonly Doc[]) => readonly Doc[];
