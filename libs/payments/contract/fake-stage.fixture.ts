import { sum } from '@comptoir/kernel';
import { PaymentRail, type TenantContext } from '@comptoir/tenant-kit';
import { returned, type FakeProvider } from './fake-provider.fixture.js';
import type { PaymentStage } from './payment-stage.fixture.js';

const TENANT = { tenantId: 'alpha', tenant: { id: 'alpha' } } as TenantContext;

/** A stage around a provider in memory. */
export function fakeStage(provider: FakeProvider): PaymentStage {
  const of = (checkoutId: string) =>
    [...provider.sessions.values()].filter(({ request }) => request.checkoutId === checkoutId);
  return {
    provider,
    rail: PaymentRail.STRIPE_CHECKOUT,
    tenant: TENANT,
    now: () => new Date('2030-01-01T00:00:00Z'),
    pay: async ({ providerId }) => provider.pay(providerId),
    loseAnswer: async (call) => void (provider.losing = call),
    books: async (checkoutId) => ({
      sessions: of(checkoutId).length,
      received: sum(of(checkoutId).map(({ state, request }) => (state === 'paid' ? request.amount : 0))),
      returned: sum(of(checkoutId).map(({ refunds }) => returned(refunds))),
    }),
    impossible: { amount: 0 },
    amounts: [
      { currency: 'JPY', amount: 500 },
      { currency: 'EUR', amount: 1250 },
      { currency: 'KWD', amount: 12_500 },
    ],
    authorises: true,
    methods: { good: 'good', declined: 'declined' },
    stop: async () => {},
  };
}
