import type { FaultList } from './core/fault-list.js';
import type { RefundPlan } from './core/world.js';
import type { WebhookFault } from './events/webhook-fault.js';
import type { RequestFault } from './http/request-fault.js';
import type { LogEntry } from './http/request-log.js';

/** Where events are sent, and what they are signed with. */
export interface WebhookTarget {
  readonly url: string;
  readonly secret: string;
}

/** How to start the emulator; everything may be left out. */
export interface StripeEmulatorOptions {
  /** 0 or absent: any free port. */
  readonly port?: number;
  /** Keeps everything in this folder; absent: in memory only. */
  readonly dataDir?: string;
  /** The only accepted keys; absent: any `sk_test_…` or `rk_test_…`. */
  readonly apiKeys?: readonly string[];
  /**
   * The connected accounts (`acct_…`) that exist from the start; any other is refused until it is created. Absent: every
   * `acct_…` is an account.
   */
  readonly accounts?: readonly string[];
  /** The wall clock, in milliseconds. */
  readonly now?: () => number;
  /**
   * One endpoint or several that get every event of the platform and of connected accounts, each its own copy; they
   * replace those that were set before.
   */
  readonly webhook?: WebhookTarget | readonly WebhookTarget[];
  /** Waits after the first, second… failed delivery; then the event is given up. */
  readonly retryDelaysMs?: readonly number[];
  /** How long a bank debit or a late refund stays unsettled, by the virtual clock. One minute when absent. */
  readonly bankDebitDelayMs?: number;
  readonly allowProduction?: boolean;
  /** Defaults to the process's NODE_ENV. */
  readonly nodeEnv?: string;
  /** Told of what went wrong inside; standard error when absent. */
  readonly onError?: (error: unknown) => void;
}

/** A running emulator. */
export interface StripeEmulator {
  readonly url: string;
  readonly port: number;
  /** The API (`/v1/…`, whatever the host) in this process: `Stripe.createFetchHttpClient(emulator.fetch)`. */
  readonly fetch: typeof fetch;
  /** Adds an endpoint for every event of the platform and of connected accounts. */
  addWebhookEndpoint(endpoint: { url: string; secret?: string }): { id: string; secret: string };
  /** Moves the virtual clock forward and does everything that became due before it returns. */
  advanceClock(ms: number): void;
  readonly faults: {
    add(fault: RequestFault): string;
    addWebhook(fault: WebhookFault): string;
    /** Says how the next refunds end. */
    addRefund(plan: RefundPlan): string;
    clear(): void;
    readonly requests: ReturnType<FaultList<RequestFault>['all']>;
    readonly webhooks: ReturnType<FaultList<WebhookFault>['all']>;
  };
  /** The latest API requests, oldest first. */
  readonly requests: readonly LogEntry[];
  /** Closes every connection and releases the data folder. */
  stop(): Promise<void>;
}

/** Refuses to stand in for a payment provider where real money is expected. */
export function assertNotProduction(options: StripeEmulatorOptions): void {
  const environment = options.nodeEnv ?? process.env['NODE_ENV'];
  if (environment !== 'production' || options.allowProduction === true) return;
  throw new Error('stripe-emulator: refuses to start with NODE_ENV=production unless allowProduction is set');
}
