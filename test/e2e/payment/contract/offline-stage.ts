import { PaymentRail } from '@comptoir/tenant-kit';
import { OfflineLedger, PaymentsService, type PaymentProvider } from '#payments';
import { Database } from '#platform';
import { TenantsService } from '#tenants';
import type { PaymentStage } from '../../../../libs/payments/contract/payment-stage.fixture.js';
import { OFFLINE_PAYMENTS } from '../../../../libs/payments/offline/offline-payment.collection.js';
import { startProduct } from '../../../setup/product.js';
import { openTenant } from '../../../setup/tenants.js';
import { OFFLINE_ONLY } from '../../offline/transfers.js';

/** The offline provider as the gateway has it. Its books are documents of ours, read beside it. */
export async function offlineStage(): Promise<PaymentStage> {
  const product = await startProduct({ webhooks: false });
  const { app } = product.gateway;
  await openTenant(product, 'invoices', { payment: OFFLINE_ONLY, currencies: ['EUR', 'JPY', 'KWD'] });
  const tenant = await app.get(TenantsService).resolve('invoices');
  const losing = new Set<string>();
  const documents = app.get(Database).tenantCollection(OFFLINE_PAYMENTS);
  return {
    provider: forgetful(app.get(PaymentsService).get('offline'), losing),
    tenant,
    rail: PaymentRail.OFFLINE,
    now: () => product.clock.now(),
    pay: async ({ providerId }) => {
      const decided = await app.get(OfflineLedger).end(tenant, providerId.split('/')[1]!, 'paid', 'the seller');
      if (!decided) throw new Error('It does not wait for money');
    },
    loseAnswer: async (of) => void losing.add(of),
    books: async (checkoutId) => {
      const found = await documents.find(tenant, { checkoutId }, { limit: 100 });
      const received = total(found.filter(({ state }) => state === 'paid'));
      return { sessions: found.length, received, returned: total(found.flatMap(({ refunds }) => refunds)) };
    },
    impossible: { amount: 0 },
    amounts: [
      { currency: 'JPY', amount: 500 },
      { currency: 'EUR', amount: 1250 },
      { currency: 'KWD', amount: 12_500 },
    ],
    authorises: false,
    methods: null,
    stop: () => product.stop(),
  };
}

/** Whose caller is gone before the answer comes, once for each call named in `losing`. */
function forgetful(provider: PaymentProvider, losing: Set<string>): PaymentProvider {
  return new Proxy(provider, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      return async (...args: unknown[]) => {
        const answer: unknown = await value.apply(target, args);
        if (losing.delete(String(name))) throw new Error('Killed before the answer came');
        return answer;
      };
    },
  });
}

function total(rows: readonly { amount: number }[]): number {
  return rows.reduce((sum, { amount }) => sum + amount, 0);
}
