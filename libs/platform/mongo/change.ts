/** An update, in the operators that every supported database understands the same way. */
export interface Change {
  $set?: Record<string, unknown>;
  $setOnInsert?: Record<string, unknown>;
  $unset?: Record<string, 1>;
  $inc?: Record<string, number>;
  $push?: Record<string, unknown>;
  $pull?: Record<string, unknown>;
}

/** A condition on the document that is to be changed or found. */
export type Filter = Record<string, unknown>;

export interface FindOptions {
  sort?: Record<string, 1 | -1>;
  /** Always bounded: a list without a limit is a mistake. */
  limit: number;
  skip?: number;
  projection?: Record<string, 0 | 1>;
}

/** MongoDB's code for a second document with the same key. */
const DUPLICATE_KEY = 11_000;

export function isDuplicateKey(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === DUPLICATE_KEY;
}
