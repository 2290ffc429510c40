import { Injectable } from '@nestjs/common';
import { CheckoutStatus, type Checkout, type Order } from '@comptoir/tenant-kit';
import { KindRegistry } from '#tenants';
import type { CheckoutDocument, Run, SessionRecord } from '../engine/checkout-document.js';
import { isOver } from '../engine/due-at.js';
import { checkoutRun } from '../engine/run.js';
import { KindPorts } from '../kind-ports.js';
import { NextActions } from './next-actions.js';
import type { OrderDocument } from '../orders/order.collection.js';
import { OrderSecrets } from '../orders/order-secrets.js';
import { refundState } from '../after-sale/refund-record.js';
import { totals } from '../pricing/pricing.js';

const POLL_MS: Partial<Record<CheckoutStatus, number>> = { payment_pending: 3000, pending: 10_000 };
const WORKING_POLL_MS = 500;

const NOTHING = {
  lines: [],
  shipping: 0,
  tax: 0,
  discount: 0,
  includedTax: 0,
  requiresAddress: false,
  shippingOption: null,
};

/** Turns stored checkouts and orders into what clients see, as the type of their kind. */
@Injectable()
export class CheckoutPresenter {
  constructor(
    private readonly kinds: KindRegistry,
    private readonly ports: KindPorts,
    private readonly actions: NextActions,
    private readonly secrets: OrderSecrets,
  ) {}

  /** As a seller sees it: nothing by which its buyer pays, or reads the order. */
  forSeller(document: CheckoutDocument): Checkout {
    const sessions = document.payment.sessions.map((session) => ({ ...session, clientSecret: null }));
    const shown = this.checkout({ ...document, payment: { ...document.payment, sessions } }, null, false);
    return Object.assign(shown, { orderSecret: null });
  }

  /** As its owner sees it. */
  checkout(document: CheckoutDocument, order: OrderDocument | null, stale: boolean): Checkout {
    const { definition } = this.kinds.get(document.kind);
    const port = this.ports.of(document.kind);
    const run = checkoutRun(document);
    const pricing = document.pricing ?? NOTHING;
    const terminal = isOver(document);
    return Object.assign(new definition.checkoutType(), port.describe(document), {
      id: document.id,
      tenantId: document.tenantId,
      kind: document.kind,
      status: document.status,
      terminal,
      stale,
      nextPollAfterMs: terminal ? null : (POLL_MS[document.status] ?? WORKING_POLL_MS),
      lines: pricing.lines,
      totals: totals(pricing, document.currency),
      email: document.email,
      shippingAddress: document.shippingAddress,
      shippingOption: pricing.shippingOption,
      nextAction: port.nextAction?.(document) ?? this.actions.of(document),
      steps: run.steps,
      currentStep: currentStep(run),
      completedSteps: run.steps.filter(({ state }) => state === 'done').map(({ name }) => name),
      failure: document.failure,
      paymentSession: shownSession(document.payment.sessions.at(-1)),
      refundState: refundState(document.payment),
      dispute: document.payment.dispute ?? 'none',
      refunded: document.payment.paid - document.payment.refundable,
      order: order && this.order(order),
      orderSecret: definition.orderType ? this.secrets.of(document) : null,
      expiresAt: document.expiresAt,
      createdAt: document.createdAt,
      updatedAt: document.updatedAt,
    });
  }

  /** As somebody sees it who has its secret but is not its owner: without the person. */
  orderBySecret(document: OrderDocument): Order {
    return this.order({ ...document, email: null, shippingAddress: null });
  }

  order(document: OrderDocument): Order {
    const { definition } = this.kinds.get(document.kind);
    if (!definition.orderType) throw new Error(`Kind ${document.kind} has no order type`);
    const { id, tenantId, status, email, shippingAddress, createdAt, paidAt, pricing, currency } = document;
    return Object.assign(new definition.orderType(), document.details, {
      id,
      tenantId,
      status,
      lines: pricing.lines,
      totals: totals(pricing, currency),
      email,
      shippingAddress,
      createdAt,
      paidAt,
    });
  }
}

function currentStep(run: Run): string | null {
  return run.endedAt ? null : (run.steps.find(({ state }) => state !== 'done' && state !== 'undone')?.name ?? null);
}

function shownSession(session: SessionRecord | undefined): SessionRecord | null {
  if (!session) return null;
  return session.state === 'open' ? session : { ...session, url: null };
}
