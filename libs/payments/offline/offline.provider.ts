import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '@comptoir/kernel';
import { PaymentRail } from '@comptoir/tenant-kit';
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
import { InvalidSignature, PaymentRefused } from '../payments.problems.js';
import { OfflineLedger } from './offline-ledger.js';
import { namedBy, offlineId, offlineRefundId, providerIdOf, referenceOf } from './offline-names.js';
import type { OfflinePayment, OfflineRefund } from './offline-payment.collection.js';

/** Decisions listed at once; more sellers than that do not decide within one reading. */
const EVENTS_LISTED = 500;

const STATES: Record<OfflinePayment['state'], PaymentFacts['state']> = {
  open: 'open',
  paid: 'paid',
  refused: 'closed',
  closed: 'closed',
};

/**
 * Payment by invoice or bank transfer. The buyer is told what to do and names a reference; whether the money came is
 * what the seller says. Our own books are the provider's: they are asked like those of any other.
 */
@Injectable()
export class OfflineProvider implements PaymentProvider {
  readonly name = 'offline';
  readonly offeredRails = [PaymentRail.OFFLINE];
  /** Nobody reports to us: what a seller decides is in our own books, and found there. */
  readonly endpoint: WebhookEndpoint = { secrets: [], account: '', live: true };
  readonly publishableKey = null;
  /** What the seller says to have received is real. */
  readonly testMode = false;

  constructor(
    private readonly ledger: OfflineLedger,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** A seller can be sent any amount. */
  whyNot(): null {
    return null;
  }

  async open(request: OpenRequest): Promise<PaymentFacts> {
    const { tenant, key, checkoutId, sessionId, amount, currency, email, expiresAt } = request;
    const settings = tenant.tenant.payment?.offline;
    if (!settings || request.rail !== PaymentRail.OFFLINE) throw new PaymentRefused('the seller takes no such payment');
    if (!Number.isSafeInteger(amount) || amount < 1) throw new PaymentRefused('there is nothing to pay');
    const opened = await this.ledger.open(tenant, {
      id: offlineId(key),
      tenantId: tenant.tenantId,
      state: 'open',
      reference: referenceOf(key),
      instructions: settings.instructions,
      decidedBy: null,
      dueAt: null,
      refundable: amount,
      refunds: [],
      createdAt: this.clock.now(),
      ...{ checkoutId, sessionId, amount, currency, email, expiresAt },
    });
    if (opened.amount !== amount || opened.currency !== currency || opened.sessionId !== sessionId) {
      throw new Error(`The key of offline payment ${opened.id} was used for another one`);
    }
    return facts(opened);
  }

  async read({ providerId }: SessionRef): Promise<PaymentFacts> {
    return facts(await this.payment(providerId));
  }

  async close({ providerId }: SessionRef): Promise<PaymentFacts> {
    const tenant = namedBy(providerId);
    return facts((await this.ledger.end(tenant, tenant.id, 'closed')) ?? (await this.payment(providerId)));
  }

  /** Nothing is ever authorised here: what the seller says to have is paid, and what is open is only promised. */
  capture(session: SessionRef): Promise<PaymentFacts> {
    return this.read(session);
  }

  abandon(session: SessionRef): Promise<PaymentFacts> {
    return this.read(session);
  }

  /** Only the seller can say that it is paid. */
  async confirm(session: SessionRef): Promise<PaymentFacts> {
    const found = await this.read(session);
    if (found.state === 'open') throw new PaymentRefused('its seller has to confirm it');
    return found;
  }

  redeem(): Promise<PaymentFacts> {
    return Promise.reject(new PaymentRefused('it takes no token'));
  }

  async refund({ paymentId, amount, key, reason }: RefundRequest): Promise<RefundFacts> {
    const tenant = namedBy(paymentId);
    if (!Number.isSafeInteger(amount) || amount < 1) throw new PaymentRefused('there is nothing to give back');
    const refund = { id: offlineRefundId(key), key, amount, reason };
    const payment = (await this.ledger.promise(tenant, tenant.id, refund)) ?? (await this.payment(paymentId));
    const known = payment.refunds.find((one) => one.key === key);
    if (!known) throw new PaymentRefused('it is more than is left of what was paid');
    return refundFacts(payment, known);
  }

  async readRefund({ providerId }: { providerId: string }): Promise<RefundFacts> {
    const payment = await this.payment(providerId);
    const refund = payment.refunds.find(({ id }) => id === namedBy(providerId).part);
    if (!refund) throw new Error(`Offline payment ${payment.id} has no such refund`);
    return refundFacts(payment, refund);
  }

  async readAfterSale({ paymentId }: { paymentId: string }): Promise<AfterSaleFacts> {
    const payment = await this.payment(paymentId);
    const { tenantId, checkoutId, sessionId, currency } = payment;
    const refunds = payment.refunds.map((refund) => {
      return { providerId: `${paymentId}/${refund.id}`, state: refund.state, amount: refund.amount, key: refund.key };
    });
    return { account: '', paymentId, refunds, dispute: 'none', ...{ tenantId, checkoutId, sessionId, currency } };
  }

  /** Nobody outside reports: what a seller decides is here already. */
  otherEndpoints(): Promise<readonly WebhookEndpoint[]> {
    return Promise.resolve([]);
  }

  verify(): ProviderEvent {
    throw new InvalidSignature();
  }

  /** What sellers decided: where one was killed before the checkout heard of it, it hears of it by this list. */
  async events({ since }: EventsRequest): Promise<EventsPage> {
    const decided = await this.ledger.decidedSince(since, EVENTS_LISTED);
    const events = decided.map(({ id, state, dueAt }) => {
      return {
        id: `${id}/${state}`,
        type: `offline.${state}`,
        account: '',
        live: true,
        createdAt: dueAt,
        sessionId: id,
        paymentId: null,
      };
    });
    return { events, next: null };
  }

  private async payment(providerId: string): Promise<OfflinePayment> {
    const named = namedBy(providerId);
    const found = await this.ledger.get(named, named.id);
    if (!found) throw new Error(`There is no offline payment ${named.id}`);
    return found;
  }
}

function facts(payment: OfflinePayment): PaymentFacts {
  const { tenantId, checkoutId, sessionId, amount, currency, state, reference, instructions } = payment;
  const providerId = providerIdOf(payment);
  return {
    state: STATES[state],
    ...(state === 'refused' ? { endsCheckout: true } : {}),
    rail: PaymentRail.OFFLINE,
    providerId,
    account: '',
    url: null,
    clientSecret: null,
    instructions: { text: instructions, reference },
    paymentId: state === 'paid' ? providerId : null,
    ...{ tenantId, checkoutId, sessionId, amount, currency },
  };
}

function refundFacts(payment: OfflinePayment, { id, state }: OfflineRefund): RefundFacts {
  return { state, providerId: `${providerIdOf(payment)}/${id}` };
}
