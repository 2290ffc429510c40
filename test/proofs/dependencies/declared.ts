import type { Fault } from '../framework/fault-proxy.js';

export type Dependency = 'database' | 'provider';
export type Operation = 'catalogue' | 'cart' | 'start' | 'pay' | 'status' | 'webhook';

/** What a caller is told, and how long it waits at most, milliseconds. */
interface Behaviour {
  /** `served`, `stale` (what is known, and said to be that), or the code of a retryable problem. */
  readonly answers: readonly string[];
  readonly withinMs: number;
}

export const OPERATIONS: readonly Operation[] = ['catalogue', 'cart', 'start', 'pay', 'status', 'webhook'];
export const DEPENDENCIES: readonly Dependency[] = ['database', 'provider'];

/** The ways a dependency goes away: slow, refusing, hearing without answering, gone without a word. */
export const FAULTS: readonly Exclude<Fault, 'pass' | 'stall'>[] = ['latency', 'reset', 'half-open', 'blackhole'];

/** Of each answer of a slow dependency. */
export const LATENCY_MS = 200;

/** The database is waited for twice four seconds, or five for another primary; then the caller is told. */
const DATABASE_MS = 15_000;
/** Three calls of six seconds to the provider, and the pauses between them. */
const OPENING_MS = 25_000;
/** Two calls of four seconds: a read is asked for again soon by whoever needs it. */
const READING_MS = 10_000;
/** What needs nothing of what is away is as quick as ever; the margin is for a busy machine. */
const UNTOUCHED_MS = 10_000;

const SERVED: Behaviour = { answers: ['served'], withinMs: UNTOUCHED_MS };
const UNAVAILABLE: Behaviour = { answers: ['SERVICE_UNAVAILABLE'], withinMs: DATABASE_MS };

/** The declared answer of every operation, whatever takes the dependency away. docs/guarantees.md shows it as a table. */
const AWAY: Readonly<Record<Dependency, Readonly<Record<Operation, Behaviour>>>> = {
  database: {
    catalogue: UNAVAILABLE,
    cart: UNAVAILABLE,
    start: UNAVAILABLE,
    pay: UNAVAILABLE,
    status: UNAVAILABLE,
    webhook: UNAVAILABLE,
  },
  provider: {
    catalogue: SERVED,
    cart: SERVED,
    start: SERVED,
    pay: { answers: ['PAYMENT_SERVICE_ERROR', 'SAGA_TIMEOUT'], withinMs: OPENING_MS },
    status: { answers: ['stale'], withinMs: READING_MS },
    webhook: SERVED,
  },
};

/** A slow dependency is waited for. */
const SLOW: Behaviour = { answers: ['served'], withinMs: DATABASE_MS };

export function declared(dependency: Dependency, fault: Fault, operation: Operation): Behaviour {
  return fault === 'latency' ? SLOW : AWAY[dependency][operation];
}
