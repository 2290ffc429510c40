import type { Clock } from './clock.js';
import type { FaultList } from './fault-list.js';
import type { Store } from '../store/store.js';
import type { Tables } from './tables.js';
import type { RefundBehaviour } from './test-method.js';

/** The API version every object and event is rendered in. */
export const API_VERSION = '2026-10-28.endive';
/** The account behind every accepted key; `Stripe-Account` selects another one. */
export const PLATFORM_ACCOUNT = 'acct_1EmulatorPlatform';

/** What every operation needs of the emulator. */
export interface World {
  readonly clock: Clock;
  readonly store: Store<Tables>;
  /** Where this emulator listens; session URLs are built from it when they are shown, so a new port is harmless. */
  readonly baseUrl: () => string;
  /** Whether each `acct_…` is an account; otherwise only those that were made known. */
  readonly anyAccount: boolean;
  /** How long a bank debit or a late refund stays unsettled, in milliseconds of the virtual clock. */
  readonly bankDebitDelayMs: number;
  /** How the next refunds end, whatever they are of. */
  readonly refundPlans: FaultList<RefundPlan>;
  /** Makes room for a `stripe listen` that is about to connect. */
  readonly listen: (seed: ListenerSeed) => { readonly id: string; readonly url: string };
  /** Filled during a transaction, drained after its commit. */
  readonly signals: Signals;
}

/** How the next `times` refunds (1) end. */
export interface RefundPlan {
  readonly outcome: RefundBehaviour;
  readonly times?: number;
}

/** Whose events a `stripe listen` gets, and what they are signed with. */
export interface ListenerSeed {
  readonly account: string;
  readonly device: string;
  readonly secret: string;
}

/** What a transaction leaves for the deliverer, the listeners and the scheduler. */
export interface Signals {
  /** Ids of rows in `events` that listeners have not heard of, oldest first. */
  readonly events: { readonly account: string; readonly id: string }[];
  /** Ids of rows in `deliveries`, oldest first. */
  readonly deliveries: { readonly account: string; readonly id: string }[];
  /** The earliest moment something new on the agenda is due. */
  earliestDueMs: number;
}

/** A world seen from one account, with the request that caused the work (none for the page and the clock). */
export interface Scope {
  readonly world: World;
  readonly account: string;
  readonly requestId: string | null;
  readonly idempotencyKey: string | null;
  /** What the request asked for in `Stripe-Version`; preview features exist only in preview versions. */
  readonly apiVersion: string;
}

/** A scope for work that no API request caused. */
export function internalScope(world: World, account: string): Scope {
  return { world, account, requestId: null, idempotencyKey: null, apiVersion: API_VERSION };
}

/** Whether the request asked for a preview version, such as `2026-07-29.preview`. */
export function isPreview({ apiVersion }: Scope): boolean {
  return apiVersion.endsWith('.preview');
}
