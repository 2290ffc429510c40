import { createHash } from 'node:crypto';
import { sum } from '@comptoir/kernel';
import { PaymentRail } from '@comptoir/tenant-kit';
import type {
  AfterSaleFacts,
  EventsPage,
  OpenRequest,
  PaymentFacts,
  PaymentProvider,
  ProviderEvent,
  RefundFacts,
  RefundRequest,
  SessionRef,
  WebhookEndpoint,
} from '../payment-provider.js';
import { InvalidSignature, PaymentDeclined, PaymentRefused } from '../payments.problems.js';

/** What the fake remembers of a session. */
export interface FakeSession {
  request: OpenRequest;
  state: PaymentFacts['state'];
  refunds: Map<string, { id: string; amount: number }>;
}

/** A provider in memory that keeps the contract: the third one, and what routing is tested with. */
export class FakeProvider implements PaymentProvider {
  readonly offeredRails = [PaymentRail.STRIPE_CHECKOUT];
  readonly endpoint = { secrets: [], account: '', live: false };
  readonly publishableKey = null;
  readonly testMode = true;
  readonly sessions = new Map<string, FakeSession>();
  /** The next call of this kind is carried out, and its answer lost. */
  losing: 'open' | 'capture' | 'refund' | null = null;

  constructor(readonly name = 'fake') {}

  whyNot({ amount }: Pick<OpenRequest, 'amount' | 'currency'>): string | null {
    return amount > 0 ? null : 'There is nothing to pay.';
  }

  async open(request: OpenRequest): Promise<PaymentFacts> {
    await Promise.resolve();
    if (!this.takes(request)) throw new PaymentRefused('there is nothing to pay');
    const id = this.idOf(request);
    if (!this.sessions.has(id)) this.sessions.set(id, { request, state: 'open', refunds: new Map() });
    this.lose('open');
    return this.facts(id);
  }

  async read({ providerId }: SessionRef): Promise<PaymentFacts> {
    await Promise.resolve();
    return this.facts(providerId);
  }

  async close({ providerId }: SessionRef): Promise<PaymentFacts> {
    await Promise.resolve();
    const session = this.session(providerId);
    if (session.state === 'open') session.state = 'closed';
    return this.facts(providerId);
  }

  async capture({ providerId }: SessionRef, _key: string): Promise<PaymentFacts> {
    await Promise.resolve();
    const session = this.session(providerId);
    if (session.state === 'authorised') session.state = 'paid';
    this.lose('capture');
    return this.facts(providerId);
  }

  async abandon({ providerId }: SessionRef): Promise<PaymentFacts> {
    await Promise.resolve();
    const session = this.session(providerId);
    if (session.state === 'authorised') session.state = 'closed';
    return this.facts(providerId);
  }

  async confirm({ providerId }: SessionRef, { method }: { method: string }): Promise<PaymentFacts> {
    await Promise.resolve();
    const session = this.session(providerId);
    if (session.state === 'open' && method === 'declined') throw new PaymentDeclined('declined');
    if (session.state === 'open') this.pay(providerId);
    return this.facts(providerId);
  }

  redeem(): Promise<PaymentFacts> {
    throw new PaymentRefused('it takes no tokens');
  }

  async refund({ paymentId, amount, key }: RefundRequest): Promise<RefundFacts> {
    await Promise.resolve();
    const { refunds, request } = this.session(paymentId);
    if (!refunds.has(key)) {
      if (amount > request.amount - returned(refunds)) throw new PaymentRefused('it is more than is left');
      refunds.set(key, { id: `${paymentId}/${refunds.size + 1}`, amount });
    }
    this.lose('refund');
    return { state: 'succeeded', providerId: refunds.get(key)!.id };
  }

  async readRefund({ providerId }: { providerId: string }): Promise<RefundFacts> {
    await Promise.resolve();
    return { state: 'succeeded', providerId };
  }

  async readAfterSale({ paymentId, account }: { paymentId: string; account: string }): Promise<AfterSaleFacts> {
    await Promise.resolve();
    const { request, refunds } = this.session(paymentId);
    const { tenant, checkoutId, sessionId, currency } = request;
    const given = [...refunds].map(([key, { id, amount }]) => {
      return { key, amount, providerId: id, state: 'succeeded' as const };
    });
    const named = { tenantId: tenant.tenantId, checkoutId, sessionId };
    return { paymentId, account, currency, ...named, refunds: given, dispute: 'none' };
  }

  otherEndpoints(): Promise<readonly WebhookEndpoint[]> {
    return Promise.resolve([]);
  }

  verify(): ProviderEvent {
    throw new InvalidSignature();
  }

  events(): Promise<EventsPage> {
    return Promise.resolve({ events: [], next: null });
  }

  /** What a buyer does on the page of the provider. */
  pay(providerId: string): void {
    const session = this.session(providerId);
    if (session.state === 'closed') throw new Error('It cannot be paid any more');
    session.state = session.request.money.capture === 'manual' ? 'authorised' : 'paid';
  }

  protected takes({ amount }: OpenRequest): boolean {
    return amount > 0;
  }

  protected idOf({ key }: OpenRequest): string {
    return `fake_${createHash('sha256').update(key).digest('hex').slice(0, 16)}`;
  }

  protected lose(call: 'open' | 'capture' | 'refund'): void {
    if (this.losing !== call) return;
    this.losing = null;
    throw new Error('The connection broke');
  }

  protected session(id: string): FakeSession {
    const session = this.sessions.get(id);
    if (!session) throw new Error(`There is no ${id}`);
    return session;
  }

  protected facts(id: string): PaymentFacts {
    const { request, state } = this.session(id);
    const { tenant, checkoutId, sessionId, amount, currency, rail } = request;
    return {
      state,
      rail,
      providerId: id,
      account: '',
      url: `https://fake.example/${id}`,
      clientSecret: null,
      amount,
      currency,
      paymentId: state === 'paid' || state === 'authorised' ? id : null,
      tenantId: tenant.tenantId,
      checkoutId,
      sessionId,
    };
  }
}

/** A provider with one mistake, for the contract suite to find. */
export interface Broken {
  mistake: string;
  /** The clause that has to notice. */
  clause: string;
  make: () => FakeProvider;
}

export function returned(refunds: FakeSession['refunds']): number {
  return sum([...refunds.values()].map(({ amount }) => amount));
}
