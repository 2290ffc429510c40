import type {
  AccountWire,
  ChargeWire,
  CustomerWire,
  DisputeWire,
  EndpointWire,
  EventWire,
  FeeWire,
  IntentWire,
  Metadata,
  PaymentMethodWire,
  PriceWire,
  ProductWire,
  RefundWire,
  SessionWire,
  TokenWire,
  TransferWire,
  Wire,
} from './wire.js';
import type { TestMethod } from './test-method.js';

/** What the PaymentIntent of a session will be made with once the buyer starts to pay. */
export interface IntentTemplate {
  readonly metadata: Metadata;
  readonly description: string | null;
  readonly receipt_email: string | null;
  readonly statement_descriptor: string | null;
  readonly statement_descriptor_suffix: string | null;
  readonly setup_future_usage: string | null;
  readonly capture_method: string;
  readonly application_fee_amount: number | null;
  readonly on_behalf_of: string | null;
  readonly transfer_data: { readonly destination: string; readonly amount?: number } | null;
  readonly transfer_group: string | null;
  readonly shipping?: unknown;
}

/** A session with what it does not show. */
export interface SessionRecord {
  readonly wire: SessionWire;
  readonly lineItems: readonly Wire[];
  readonly shippingRates: readonly Wire[];
  readonly seller: string | null;
  readonly intent: IntentTemplate;
}

/** An intent and, when it is behind a session, that session's id. */
export interface IntentRecord {
  readonly wire: IntentWire;
  readonly session: string | null;
  /** While a bank debit is processing: whether it will succeed. */
  readonly debitSucceeds: boolean | null;
  /** The shared payment token it was paid with. */
  readonly token?: string | undefined;
}

/** A refund and how it will end. */
export interface RefundRecord {
  readonly wire: RefundWire;
  readonly ends?: 'succeeded' | 'failed' | undefined;
}

/** A transfer with its reversals, newest first. */
export interface TransferRecord {
  readonly wire: TransferWire;
  readonly reversals: readonly Wire[];
}

/** An application fee with its refunds, newest first. */
export interface FeeRecord {
  readonly wire: FeeWire;
  readonly refunds: readonly Wire[];
}

/** A payment method and how it behaves. */
export interface MethodRecord {
  readonly wire: PaymentMethodWire;
  readonly test: TestMethod;
}

/** A shared payment token and the method behind it, which the seller never sees. */
export interface TokenRecord {
  readonly wire: TokenWire;
  readonly test: TestMethod;
}

/** An endpoint with its secret; `scope` says whose events it gets. */
export interface EndpointRecord {
  readonly wire: EndpointWire;
  readonly secret: string;
  readonly scope: 'account' | 'connect' | 'both';
}

/** One event that one endpoint has not accepted yet. */
export interface DeliveryRecord {
  readonly event: string;
  readonly endpoint: string;
  readonly endpointAccount: string;
  readonly attempts: number;
  readonly dueMs: number;
}

/** Work that the clock will make due. */
export interface AgendaRecord {
  readonly kind: 'expire-session' | 'settle-debit' | 'settle-refund' | 'expire-hold';
  readonly dueMs: number;
}

/** An answer kept for an idempotency key. */
export interface StoredReply {
  readonly fingerprint: string;
  readonly status: number;
  readonly body: unknown;
  readonly createdMs: number;
}

/** A connected account; a revoked one has taken the platform's access away. */
export interface AccountRecord {
  readonly wire: AccountWire;
  readonly revoked: boolean;
}

/** Every table of the emulator; each row belongs to one account. */
export interface Tables {
  sessions: SessionRecord;
  intents: IntentRecord;
  charges: { readonly wire: ChargeWire };
  refunds: RefundRecord;
  transfers: TransferRecord;
  fees: FeeRecord;
  disputes: { readonly wire: DisputeWire };
  methods: MethodRecord;
  customers: { readonly wire: CustomerWire };
  products: { readonly wire: ProductWire };
  prices: { readonly wire: PriceWire };
  tokens: TokenRecord;
  events: { readonly wire: EventWire };
  endpoints: EndpointRecord;
  deliveries: DeliveryRecord;
  accounts: AccountRecord;
  /** By the name of a device that runs `stripe listen`. */
  devices: { readonly secret: string };
  agenda: AgendaRecord;
  replies: StoredReply;
  meta: { readonly offsetMs: number };
}
