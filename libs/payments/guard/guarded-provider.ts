import type { PaymentRail } from '@comptoir/tenant-kit';
import type {
  AfterSaleFacts,
  EventsPage,
  EventsRequest,
  OpenRequest,
  PaymentFacts,
  PaymentProvider,
  ProviderEvent,
  RefundFacts,
  RefundRequest,
  SessionRef,
  WebhookEndpoint,
} from '../payment-provider.js';
import type { Health } from '../routing/route.js';
import { Circuit } from './circuit.js';

/** Accounts remembered; the one that began longest ago is forgotten first, and begins anew. */
const REMEMBERED = 1000;

/** A provider that is reached over a network: one tenant's account that fails, or is slow, holds up no other. */
export class GuardedProvider implements PaymentProvider {
  private readonly circuits = new Map<string, Circuit>();

  constructor(private readonly provider: PaymentProvider) {}

  get name(): string {
    return this.provider.name;
  }

  get offeredRails(): readonly PaymentRail[] {
    return this.provider.offeredRails;
  }

  get endpoint(): WebhookEndpoint {
    return this.provider.endpoint;
  }

  get publishableKey(): string | null {
    return this.provider.publishableKey;
  }

  get testMode(): boolean {
    return this.provider.testMode;
  }

  whyNot(payment: Pick<OpenRequest, 'amount' | 'currency'>): string | null {
    return this.provider.whyNot(payment);
  }

  health(account: string): Health {
    return this.circuits.get(account)?.health ?? 'good';
  }

  /** Somebody says that the cause of its failures is gone: it is asked at once. */
  forget(account: string): void {
    this.circuits.delete(account);
  }

  otherEndpoints(id: string): Promise<readonly WebhookEndpoint[]> {
    return this.provider.otherEndpoints(id);
  }

  open(request: OpenRequest): Promise<PaymentFacts> {
    return this.in(request.money.account, () => this.provider.open(request));
  }

  read(session: SessionRef): Promise<PaymentFacts> {
    return this.in(session.account, () => this.provider.read(session));
  }

  close(session: SessionRef): Promise<PaymentFacts> {
    return this.in(session.account, () => this.provider.close(session));
  }

  capture(session: SessionRef, key: string): Promise<PaymentFacts> {
    return this.in(session.account, () => this.provider.capture(session, key));
  }

  abandon(session: SessionRef): Promise<PaymentFacts> {
    return this.in(session.account, () => this.provider.abandon(session));
  }

  confirm(session: SessionRef, payment: { method: string; returnUrl: string }): Promise<PaymentFacts> {
    return this.in(session.account, () => this.provider.confirm(session, payment));
  }

  redeem(session: SessionRef, payment: { token: string; key: string }): Promise<PaymentFacts> {
    return this.in(session.account, () => this.provider.redeem(session, payment));
  }

  refund(request: RefundRequest): Promise<RefundFacts> {
    return this.in(request.money.account, () => this.provider.refund(request));
  }

  readRefund(refund: { providerId: string; account: string }): Promise<RefundFacts> {
    return this.in(refund.account, () => this.provider.readRefund(refund));
  }

  readAfterSale(payment: { paymentId: string; account: string }): Promise<AfterSaleFacts> {
    return this.in(payment.account, () => this.provider.readAfterSale(payment));
  }

  verify(
    raw: Buffer,
    headers: Record<string, string | string[] | undefined>,
    secrets: readonly string[],
  ): ProviderEvent {
    return this.provider.verify(raw, headers, secrets);
  }

  /** Read every half a minute, it is also what finds out that an account answers again. */
  events(request: EventsRequest): Promise<EventsPage> {
    return this.in(request.account, () => this.provider.events(request));
  }

  private in<T>(account: string, work: () => Promise<T>): Promise<T> {
    const circuit = this.circuits.get(account) ?? new Circuit();
    this.circuits.set(account, circuit);
    const oldest = this.circuits.size > REMEMBERED ? this.circuits.keys().next() : null;
    if (oldest && !oldest.done) this.circuits.delete(oldest.value);
    return circuit.call(work);
  }
}
