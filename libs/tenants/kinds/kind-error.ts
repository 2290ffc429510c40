/** A kind that cannot run here; the message says which one and how to mend it. */
export class KindError extends Error {}
