import { CheckoutStatus, type Tenant } from '@comptoir/tenant-kit';
import { newCheckout } from '../../new-checkout.js';
import type { CheckoutDocument, FailureRecord, Run, StepState } from '../checkout-document.js';
import { changeRun } from '../run.js';

/** Retail's seven steps. */
export const PLAN = [
  { name: 'validate-cart', does: 'validate', phase: 'start' },
  { name: 'reserve-stock', does: 'hold', phase: 'start' },
  { name: 'create-order', does: 'draft', phase: 'pay' },
  { name: 'process-payment', does: 'collect', phase: 'pay' },
  { name: 'confirm-order', does: 'fulfil', phase: 'settle' },
  { name: 'send-confirmation', does: 'notify', phase: 'settle' },
  { name: 'clear-cart', does: 'own', phase: 'settle' },
] as const;

export const PRICE = 1000;

export const T0 = new Date('2030-01-01T00:00:00Z');

/** Milliseconds after {@link T0}. */
export const at = (milliseconds: number): Date => new Date(T0.getTime() + milliseconds);

const TENANT = { id: 'shop', kind: 'retail', checkoutWindowMinutes: 30 } as Tenant;

/** A checkout as a buyer's first call makes it. */
export function freshCheckout(now: Date = T0): CheckoutDocument {
  const subject = { type: 'cart', cartId: 'cart' } as const;
  const start = {
    id: 'chk',
    kind: 'retail',
    ownerId: 'buyer',
    subject,
    currency: 'EUR',
    email: null,
    shippingAddress: null,
  };
  return newCheckout({ ...start, tenant: TENANT }, PLAN, now);
}

export const PRICING = {
  lines: [{ id: 'line', sku: 'sku', title: 'Thing', quantity: 1, unitPrice: PRICE, total: PRICE }],
  shipping: 0,
  tax: 0,
  discount: 0,
  includedTax: 0,
  requiresAddress: false,
  shippingOption: null,
};

/** A checkout whose steps stand as given, in the order of {@link PLAN}; the rest of them are ready. */
export function checkoutWith(
  states: readonly StepState[],
  given: { run?: Partial<Run>; checkout?: Partial<CheckoutDocument> } = {},
): CheckoutDocument {
  const fresh = freshCheckout();
  const steps = fresh.runs[0]!.steps.map((step, index) => ({ ...step, state: states[index] ?? 'ready' }));
  const status = CheckoutStatus.in_progress;
  return { ...changeRun({ ...fresh, status }, { steps, ...given.run }), ...given.checkout };
}

export function failureOf(retryable: boolean): FailureRecord {
  return { code: 'BROKEN', message: 'It broke.', retryable, fields: {} };
}
