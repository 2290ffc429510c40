import { CheckoutStatus, type Address, type PlanStep, type Subject, type Tenant } from '@comptoir/tenant-kit';
import type { CheckoutDocument } from './engine/checkout-document.js';
import { newRun, planSteps } from './engine/run.js';
import { freshWindows } from './engine/windows.js';
import { NO_PAYMENT } from './payment/payment-record.js';

export interface CheckoutStart {
  id: string;
  tenant: Tenant;
  kind: string;
  ownerId: string;
  subject: Subject;
  currency: string;
  email: string | null;
  shippingAddress: Address | null;
}

/** A checkout as it is first written: waiting, with a run whose first step is still to come. */
export function newCheckout(start: CheckoutStart, plan: readonly PlanStep[], now: Date): CheckoutDocument {
  const { tenant, ...given } = start;
  return {
    ...given,
    tenantId: tenant.id,
    version: 1,
    status: CheckoutStatus.pending,
    shippingChoice: null,
    pricing: null,
    runs: [newRun(1, 'checkout', planSteps(plan))],
    payment: NO_PAYMENT,
    failure: null,
    needsAttention: null,
    outbox: [],
    eventSeq: 0,
    lease: null,
    ...freshWindows(tenant, now),
    dueAt: now,
    createdAt: now,
    updatedAt: now,
  };
}
