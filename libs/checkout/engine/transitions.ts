import { CheckoutStatus as S } from '@comptoir/tenant-kit';

/** Every legal change of status. Data, so that it can be read, drawn and checked. */
export const TRANSITIONS: Readonly<Record<S, readonly S[]>> = {
  [S.pending]: [S.in_progress, S.cancelled, S.expired],
  [S.in_progress]: [S.pending, S.payment_pending, S.completed, S.handed_off, S.failed],
  [S.payment_pending]: [S.in_progress, S.pending, S.failed, S.cancelled, S.expired],
  [S.failed]: [S.compensating],
  [S.compensating]: [S.compensated],
  [S.compensated]: [S.pending],
  [S.completed]: [],
  [S.handed_off]: [],
  [S.cancelled]: [],
  [S.expired]: [],
};

/** Where every checkout begins. */
export const INITIAL = S.pending;

/** Statuses after which nothing happens by itself, once no run is left. */
export const TERMINAL: ReadonlySet<S> = new Set([S.completed, S.handed_off, S.compensated, S.cancelled, S.expired]);

/** Returns `to` when the table allows the change; anything else is a bug, said loudly. */
export function transition(from: S, to: S): S {
  if (!TRANSITIONS[from].includes(to)) throw new Error(`A checkout cannot go from ${from} to ${to}`);
  return to;
}

/** Refuses a table with unknown or unreachable statuses. Called at boot. */
export function checkTransitions(table: Readonly<Record<string, readonly string[]>> = TRANSITIONS): void {
  const known = new Set<string>(Object.values(S));
  const reached = new Set<string>([INITIAL]);
  for (const status of reached) for (const next of table[status] ?? []) reached.add(next);
  const unknown = [...Object.keys(table), ...reached].filter((status) => !known.has(status));
  const unreachable = [...known].filter((status) => !reached.has(status));
  if (unknown.length) throw new Error(`Transition table names unknown statuses: ${unknown.join(', ')}`);
  if (unreachable.length) throw new Error(`Transition table cannot reach: ${unreachable.join(', ')}`);
}
