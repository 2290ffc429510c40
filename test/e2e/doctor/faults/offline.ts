import type { CopiedTown } from '../copied-town.js';
import type { Row } from './row.js';

const PAYMENTS = 'offline_payments';

/** `_id` of the payment of a checkout: the provider's id of its session. */
async function paymentOf(copy: CopiedTown, checkout: string): Promise<string> {
  const { payment } = await copy.read('checkouts', checkout);
  return payment.sessions.at(-1).providerId;
}

export const OFFLINE_FAULTS: Row[] = [
  {
    code: 'OFFLINE_PAID_UNHEARD',
    what: 'a transfer that came for a checkout that is over',
    plant: async (copy) =>
      copy.set(PAYMENTS, await paymentOf(copy, copy.town.untransferred), { state: 'paid', decidedBy: 'a seller' }),
  },
  {
    code: 'OFFLINE_PAID_UNSAID',
    what: 'a sale for a transfer of which its seller says that it did not come',
    plant: async (copy) => {
      await copy.set(PAYMENTS, await paymentOf(copy, copy.town.transferred), { state: 'refused' });
      return copy.town.transferred;
    },
  },
  {
    code: 'OFFLINE_OPEN_AFTER_END',
    what: 'a transfer that is waited for although its checkout is over',
    plant: async (copy) => copy.set(PAYMENTS, await paymentOf(copy, copy.town.untransferred), { state: 'open' }),
  },
  {
    code: 'OFFLINE_REFUNDS_DIFFER',
    what: 'a transfer of which nobody knows that a part is to be paid back',
    plant: async (copy) => {
      const id = await paymentOf(copy, copy.town.transferred);
      const { amount } = await copy.read(PAYMENTS, id);
      return copy.set(PAYMENTS, id, { refunds: [], refundable: amount });
    },
  },
  {
    code: 'OFFLINE_REFUNDS_DIFFER',
    what: 'a transfer whose books do not add up',
    plant: async (copy) => copy.set(PAYMENTS, await paymentOf(copy, copy.town.transferred), { refundable: 1 }),
  },
];
