import { randomUUID } from 'node:crypto';

/** A list of faults with a count each; a fault is used up by its strikes. */
export interface FaultList<F> {
  add(fault: F): string;
  /** The first fault that matches, counted as one strike. */
  take(matches: (fault: F) => boolean): F | undefined;
  all(): readonly (F & { readonly id: string; readonly remaining: number })[];
  clear(): void;
}

/** Builds an empty list. */
export function createFaultList<F extends { readonly times?: number }>(): FaultList<F> {
  let entries: { id: string; fault: F; remaining: number }[] = [];
  return {
    add(fault) {
      const id = randomUUID();
      entries.push({ id, fault, remaining: fault.times ?? 1 });
      return id;
    },
    take(matches) {
      const entry = entries.find(({ fault }) => matches(fault));
      if (entry === undefined) return undefined;
      entry.remaining -= 1;
      entries = entries.filter(({ remaining }) => remaining > 0);
      return entry.fault;
    },
    all: () => entries.map(({ id, fault, remaining }) => ({ ...fault, id, remaining })),
    clear: () => {
      entries = [];
    },
  };
}
