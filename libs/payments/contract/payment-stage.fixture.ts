import { randomUUID } from 'node:crypto';
import type { MinorUnits } from '@comptoir/kernel';
import type { PaymentRail, TenantContext } from '@comptoir/tenant-kit';
import { PLATFORM_MONEY } from '../money/money-terms.js';
import type { OpenRequest, PaymentFacts, PaymentProvider, RefundRequest, SessionRef } from '../payment-provider.js';

/** What the provider's own books say of one checkout. */
export interface Books {
  /** Sessions ever opened. */
  sessions: number;
  received: MinorUnits;
  /** Given back, or promised to be. */
  returned: MinorUnits;
}

/** A provider under test, and what stands around it. */
export interface PaymentStage {
  readonly provider: PaymentProvider;
  readonly rail: PaymentRail;
  readonly tenant: TenantContext;
  now(): Date;
  /** Pays an open session, as whoever pays there would. Throws where it cannot be paid any more. */
  pay(session: PaymentFacts): Promise<void>;
  /** The next call of this kind is carried out, and whoever made it never hears of it. */
  loseAnswer(of: 'open' | 'capture' | 'refund'): Promise<void>;
  /** Asked of the provider itself, never of the code under test. */
  books(checkoutId: string): Promise<Books>;
  /** What makes a request one that the provider can never take. */
  readonly impossible: Partial<OpenRequest>;
  /** Currencies it takes, of 0, 2 and 3 decimals where it has them, each with an amount in minor units. */
  readonly amounts: readonly { currency: string; amount: MinorUnits }[];
  /** Whether money can be authorised first and taken later. */
  readonly authorises: boolean;
  /** Payment methods that a caller may confirm with; null on a rail where only the buyer can pay. */
  readonly methods: { good: string; declined: string } | null;
  stop(): Promise<void>;
}

/** A request of a checkout of its own. */
export function openRequest(stage: PaymentStage, change: Partial<OpenRequest> = {}): OpenRequest {
  const name = randomUUID().replaceAll('-', '').slice(0, 24);
  const amount = change.amount ?? 1250;
  return {
    tenant: stage.tenant,
    rail: stage.rail,
    money: PLATFORM_MONEY,
    checkoutId: `chk_${name}`,
    sessionId: `ps_${name}`,
    key: `${stage.tenant.tenantId}:chk_${name}:1:collect:1`,
    currency: 'EUR',
    amount,
    lines: [{ name: 'Mug', quantity: 1, unitAmount: amount }],
    email: 'buyer@example.com',
    locale: null,
    expiresAt: new Date(stage.now().getTime() + 3_600_000),
    returnUrl: 'https://shop.example/return',
    cancelUrl: 'https://shop.example/cancel',
    ...change,
  };
}

/** The session as whoever stored it names it. */
export function refOf({ providerId, account }: PaymentFacts): SessionRef {
  return { providerId, account };
}

/** A refund of a paid session under a key of its own. */
export function refundRequest(paid: PaymentFacts, amount: MinorUnits, key: string = randomUUID()): RefundRequest {
  if (!paid.paymentId) throw new Error('A paid session names its payment');
  return {
    paymentId: paid.paymentId,
    money: PLATFORM_MONEY,
    amount,
    currency: paid.currency,
    key,
    reason: 'requested_by_customer',
  };
}
