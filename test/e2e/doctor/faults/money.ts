import { Long } from 'mongodb';
import type { Row } from './row.js';

export const MONEY_FAULTS: Row[] = [
  {
    code: 'UNSAFE_INTEGER',
    what: 'half a cent',
    plant: (copy) => copy.set('checkouts', copy.town.paid, { 'payment.refundable': 1.5 }),
  },
  {
    code: 'UNSAFE_INTEGER',
    what: 'an amount that cannot be counted exactly',
    plant: (copy) => copy.set('orders', copy.town.paid, { 'pricing.shipping': Long.fromString('9007199254740993') }),
  },
  {
    code: 'UNSAFE_INTEGER',
    what: 'fewer than no units held',
    plant: async (copy) => {
      const hold = { by: copy.town.pending.split('/')[1], quantity: -1, until: copy.now };
      return copy.change('inventory', 'alpha/LAMP', { $push: { holds: hold } } as never);
    },
  },
  {
    code: 'TOTALS_DO_NOT_ADD_UP',
    what: 'a line that is not quantity times price',
    plant: async (copy) => {
      const { pricing } = await copy.read('checkouts', copy.town.paid);
      return copy.set('checkouts', copy.town.paid, { 'pricing.lines.0.total': pricing.lines[0].total + 1 });
    },
  },
  {
    code: 'TOTALS_DO_NOT_ADD_UP',
    what: 'an order with a negative total',
    plant: (copy) => copy.set('orders', copy.town.digital, { 'pricing.discount': 100_000 }),
  },
  {
    code: 'MIXED_CURRENCY',
    what: 'a session in another currency',
    also: ['SESSION_ROW_WRONG'],
    plant: (copy) => copy.set('checkouts', copy.town.paying, { 'payment.sessions.1.currency': 'USD' }),
  },
  {
    code: 'MIXED_CURRENCY',
    what: 'an order in another currency',
    plant: (copy) => copy.set('orders', copy.town.paid, { currency: 'USD' }),
  },
  {
    code: 'SESSION_AMOUNT_WRONG',
    what: 'a page that asks for a cent',
    also: ['SESSION_ROW_WRONG'],
    plant: (copy) => copy.set('checkouts', copy.town.paying, { 'payment.sessions.1.amount': 1 }),
  },
  {
    code: 'MONEY_TERMS_WRONG',
    what: 'a seller’s payment without its account',
    also: ['REFUND_IN_ANOTHER_ACCOUNT'],
    plant: (copy) => copy.set('checkouts', copy.town.direct, { 'payment.sessions.0.money.account': '' }),
  },
  {
    code: 'MONEY_TERMS_WRONG',
    what: 'money passed on to nobody',
    plant: (copy) => copy.set('checkouts', copy.town.passedOn, { 'payment.sessions.0.money.transferTo': null }),
  },
  {
    code: 'MONEY_TERMS_WRONG',
    what: 'a fee of more than the total',
    plant: (copy) => copy.set('checkouts', copy.town.direct, { 'payment.sessions.0.money.fee': 100_000 }),
  },
  {
    code: 'MONEY_TERMS_WRONG',
    what: 'a fee of what is the platform’s anyway',
    plant: (copy) => copy.set('checkouts', copy.town.digital, { 'payment.sessions.0.money.fee': 1 }),
  },
  {
    code: 'MONEY_TERMS_WRONG',
    what: 'a payment with the key of another tenant',
    plant: (copy) =>
      copy.set('checkouts', copy.town.cancelled, {
        'payment.sessions.0.money': { mode: 'direct', account: 'beta:acct_1', transferTo: null, fee: 0 },
      }),
  },
  {
    code: 'REFUND_IN_ANOTHER_ACCOUNT',
    what: 'a refund from the platform’s account of what the seller’s has',
    plant: (copy) => copy.set('checkouts', copy.town.direct, { 'payment.refunds.0.money.account': '' }),
  },
  {
    code: 'KEYS_MISSING',
    what: 'a page in an account of the seller of which there is no key',
    plant: (copy) =>
      copy.set('checkouts', copy.town.paying, {
        'payment.sessions.1.money': { mode: 'direct', account: 'alpha:acct_1', transferTo: null, fee: 0 },
      }),
  },
  {
    code: 'TWO_OPEN_SESSIONS',
    what: 'two pages for one checkout',
    also: ['SESSION_ROW_MISSING', 'SESSION_ROW_OF_NOTHING'],
    plant: async (copy) => {
      const { payment } = await copy.read('checkouts', copy.town.paying);
      const other = { ...payment.sessions[1], id: 'ps_other', key: 'other', providerId: null };
      return copy.set('checkouts', copy.town.paying, { 'payment.sessions.0': other });
    },
  },
  {
    code: 'PAYMENT_PENDING_WITHOUT_SESSION',
    what: 'a wait for money that cannot come',
    also: ['SESSION_ROW_WRONG'],
    plant: (copy) => copy.set('checkouts', copy.town.paying, { 'payment.sessions.1.state': 'closed' }),
  },
  {
    code: 'SESSION_OPEN_AFTER_END',
    what: 'a page that outlived its checkout',
    also: ['SESSION_ROW_WRONG'],
    plant: (copy) =>
      copy.set('checkouts', copy.town.cancelled, {
        'payment.sessions.0.state': 'open',
        'payment.sessions.0.providerId': 'cs_other',
      }),
  },
  {
    code: 'SESSION_OPEN_AFTER_END',
    what: 'money that may still be taken for a cancelled checkout',
    also: ['SESSION_ROW_WRONG'],
    plant: (copy) =>
      copy.set('checkouts', copy.town.cancelled, {
        'payment.sessions.0.state': 'authorised',
        'payment.sessions.0.providerId': 'cs_other',
      }),
  },
  {
    code: 'PAID_WITHOUT_SESSION',
    what: 'money from nowhere',
    also: ['SESSION_ROW_OF_NOTHING'],
    plant: (copy) => copy.set('checkouts', copy.town.digital, { 'payment.sessions': [] }),
  },
  {
    code: 'PAID_MORE_THAN_ASKED',
    what: 'a checkout that counts more than its page took',
    plant: (copy) => paid(copy, 100),
  },
  {
    code: 'PAID_LESS_THAN_ASKED',
    what: 'a checkout that counts less than its page took',
    plant: (copy) => paid(copy, -100),
  },
  {
    code: 'SECOND_PAYMENT_KEPT',
    what: 'a buyer who paid twice and got nothing back',
    also: ['SESSION_ROW_MISSING'],
    plant: async (copy) => {
      const { payment } = await copy.read('checkouts', copy.town.digital);
      const second = { ...payment.sessions[0], id: 'ps_second', key: 'second', paymentId: 'pi_second' };
      const sum = payment.paid + second.amount;
      return copy.set('checkouts', copy.town.digital, {
        'payment.sessions': [second, payment.sessions[0]],
        'payment.paid': sum,
        'payment.refundable': sum,
      });
    },
  },
  {
    code: 'COMPLETED_WITHOUT_PAYMENT',
    what: 'goods for nothing',
    also: ['SESSION_ROW_OF_NOTHING'],
    plant: (copy) =>
      copy.set('checkouts', copy.town.digital, {
        'payment.sessions': [],
        'payment.paymentId': null,
        'payment.paid': 0,
        'payment.refundable': 0,
      }),
  },
  {
    code: 'MONEY_KEPT_AFTER_END',
    what: 'money that came too late and did not go back',
    plant: async (copy) => {
      const { payment } = await copy.read('checkouts', copy.town.late);
      const change = { 'payment.refunds.0.state': 'failed', 'payment.refundable': payment.paid };
      return copy.set('checkouts', copy.town.late, change);
    },
  },
  {
    code: 'REFUNDABLE_EXCEEDS_PAID',
    what: 'more to refund than was paid',
    plant: (copy) => copy.change('checkouts', copy.town.digital, { $inc: { 'payment.refundable': 1 } }),
  },
  {
    code: 'REFUND_SUM_WRONG',
    what: 'less to refund than was paid, and no refund',
    plant: (copy) => copy.change('checkouts', copy.town.digital, { $inc: { 'payment.refundable': -1 } }),
  },
  {
    code: 'REFUND_FORGOTTEN',
    what: 'a refund that nobody works on',
    plant: (copy) => copy.set('checkouts', copy.town.late, { 'payment.refunds.0.state': 'pending' }),
  },
];

function paid(copy: Parameters<Row['plant']>[0], more: number): Promise<string> {
  const $inc = { 'payment.paid': more, 'payment.refundable': more };
  return copy.change('checkouts', copy.town.digital, { $inc });
}
