/** What a kind of fault is, for a person who has never met it. */
export interface Explained {
  /** What it means that this is so. */
  readonly means: string;
  /** What to do about it. */
  readonly mend: string;
}

/** Keeps the names of the codes, so that a check can name none that is not explained. */
export function codes<Name extends string>(table: Readonly<Record<Name, Explained>>): Record<Name, Explained> {
  return table;
}
