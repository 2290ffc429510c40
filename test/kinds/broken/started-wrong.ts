import { Problem, ProblemType } from '@comptoir/kernel';
import { seatsBut } from './broken-kind.js';

@ProblemType({ code: 'NEVER_DECLARED', status: 409, retryable: false, description: 'For a test.', advice: 'None.' })
class NeverDeclared extends Problem {}

const priced = (change: (pricing: any) => unknown) => ({
  price: async (_port: any, call: any, whole: any) => {
    const pricing = await whole(call);
    change(pricing);
    return pricing;
  },
});

const perLine = (change: (line: any) => unknown) => priced(({ lines }) => lines.forEach(change));

class Memory {
  constructor(readonly seats: string[]) {}
}

const opened = (change: (opening: any) => object) => ({
  open: async (_port: any, call: any, whole: any) => {
    const opening = await whole(call);
    return { ...opening, ...change(opening) };
  },
});

/** Kinds that open, price or refuse wrongly. */
export const STARTED_WRONG = [
  seatsBut(
    'opensWhatCanBeHad',
    'keeps an object of a class',
    opened(({ subject }) => {
      return { subject: { ...subject, memory: new Memory(subject.seats) } };
    }),
  ),
  seatsBut(
    'opensWhatCanBeHad',
    'sells in a currency the tenant has not',
    opened(() => ({ currency: 'XAU' })),
  ),
  seatsBut('looksWithoutTouching', 'holds while it is merely asked the price', {
    price: async (port, call, whole) => {
      await port.hold(call);
      return whole(call);
    },
  }),
  seatsBut(
    'addsUpInMinorUnits',
    'adds a fee to the line total',
    perLine((line) => (line.total += 150)),
  ),
  seatsBut(
    'addsUpInMinorUnits',
    'calculates with fractions',
    perLine((line) => {
      line.unitPrice /= 7;
      line.total = line.unitPrice;
    }),
  ),
  seatsBut(
    'addsUpInMinorUnits',
    'discounts more than it costs',
    priced((pricing) => (pricing.discount = 1_000_000)),
  ),
  seatsBut(
    'addsUpInMinorUnits',
    'has a tax below nothing',
    priced((pricing) => (pricing.tax = -1)),
  ),
  seatsBut(
    'addsUpInMinorUnits',
    'loses the lines',
    priced((pricing) => (pricing.lines = [])),
  ),
  seatsBut('refusesOtherKinds', 'takes any subject', {
    open: (_port, { subject, tenant }) => ({ subject, currency: tenant.tenant.currencies[0], shippingAddress: null }),
  }),
  seatsBut('refusesWhatIsGone', 'does not look at the answer of the inventory', {
    hold: async (port, { tenant, checkout }) => {
      const named = { set: 'show:hamlet', units: [...checkout.subject.seats] };
      await port.inventory.holdNamed(tenant, { by: checkout.id, until: checkout.holdUntil, named });
    },
  }),
  seatsBut('refusesWhatIsGone', 'raises a problem it did not declare', {
    hold: async () => {
      throw new NeverDeclared('No.');
    },
  }),
  seatsBut('refusesWhatIsGone', 'throws an error where a problem is due', {
    hold: async () => {
      throw new Error('no seats');
    },
  }),
];
