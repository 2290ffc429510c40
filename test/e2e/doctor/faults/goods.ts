import type { CopiedTown } from '../copied-town.js';
import type { Row } from './row.js';

const MUGS = 'alpha/MUG';
const LAMPS = 'alpha/LAMP';
const NIGHTS = 'hosts/seaside';

export const GOODS_FAULTS: Row[] = [
  {
    code: 'STOCK_SUM_WRONG',
    what: 'a unit that came from nowhere',
    plant: (copy) => copy.change('inventory', MUGS, { $inc: { available: 1 } }),
  },
  {
    code: 'STOCK_NEGATIVE',
    what: 'fewer than no units',
    plant: (copy) => copy.set('inventory', LAMPS, { onHand: 0, available: -1 }),
  },
  {
    code: 'HELD_TWICE',
    what: 'two holds of one checkout',
    plant: (copy) => hold(copy, MUGS, copy.town.pending, 2),
  },
  {
    code: 'SOLD_TWICE',
    what: 'two sales of one checkout',
    plant: async (copy) => {
      const { sold } = await copy.read('inventory', LAMPS);
      return copy.set('inventory', LAMPS, { sold: [...sold, ...sold] });
    },
  },
  {
    code: 'SOLD_UNPAID',
    what: 'a sale to a checkout that was cancelled',
    plant: (copy) =>
      copy.change('inventory', MUGS, { $push: { sold: { by: idOf(copy.town.cancelled), quantity: 1 } } } as never),
  },
  {
    code: 'SOLD_UNPAID',
    what: 'a seat that is sold to somebody who only holds it',
    plant: async (copy) => {
      const { taken } = await seats(copy);
      const by = idOf(copy.town.heldSeats);
      const sold = taken.map((entry: any) => (entry.by === by ? { ...entry, until: null } : entry));
      return copy.set('unit_sets', (await seats(copy))._id, { taken: sold });
    },
  },
  {
    code: 'SOLD_QUANTITY_WRONG',
    what: 'a sale of fewer units than were ordered',
    plant: async (copy) => {
      const { sold } = await copy.read('inventory', MUGS);
      const by = idOf(copy.town.paid);
      const fewer = sold.map((sale: any) => (sale.by === by ? { ...sale, quantity: 1 } : sale));
      return copy.set('inventory', MUGS, { sold: fewer });
    },
  },
  {
    code: 'HOLD_WITHOUT_CHECKOUT',
    what: 'units that a ghost holds',
    plant: (copy) => hold(copy, MUGS, 'alpha/chk_ghost', 1),
  },
  {
    code: 'HOLD_WITHOUT_CHECKOUT',
    what: 'a night that a ghost has bought',
    plant: (copy) =>
      copy.change('unit_sets', NIGHTS, {
        $push: { taken: { unit: '2031-05-01', by: 'chk_ghost', until: null } },
      } as never),
  },
  {
    code: 'TERMINAL_WITH_HOLD',
    what: 'units that a cancelled checkout holds',
    plant: (copy) => hold(copy, MUGS, copy.town.cancelled, 1),
  },
  {
    code: 'TERMINAL_WITH_HOLD',
    what: 'a seat that is held for a checkout that has bought its seats',
    plant: async (copy) => {
      const taken = { unit: 'B2', by: idOf(copy.town.seats), until: copy.now };
      return copy.change('unit_sets', (await seats(copy))._id, { $push: { taken } } as never);
    },
  },
  {
    code: 'HOLD_NOT_OWED',
    what: 'units of a checkout that has not asked for them',
    plant: async (copy) => {
      await copy.set('checkouts', copy.town.pending, { 'runs.0.steps.1.state': 'ready' });
      return MUGS;
    },
  },
  {
    code: 'HOLD_MISSING',
    what: 'a live checkout without its goods',
    plant: async (copy) => {
      const change = { $pull: { holds: { by: idOf(copy.town.pending) } }, $inc: { available: 2 } };
      await copy.change('inventory', MUGS, change as never);
      return copy.town.pending;
    },
  },
  {
    code: 'HOLD_MISSING',
    what: 'a live stay without its nights',
    plant: async (copy) => {
      await copy.change('unit_sets', NIGHTS, { $pull: { taken: { by: idOf(copy.town.heldStay) } } } as never);
      return copy.town.heldStay;
    },
  },
  {
    code: 'TAKEN_UNIT_TWICE',
    what: 'one night of two guests',
    plant: async (copy) => {
      const { details } = await copy.read('orders', copy.town.stay);
      const taken = { unit: details.checkIn, by: idOf(copy.town.heldStay), until: copy.now };
      return copy.change('unit_sets', NIGHTS, { $push: { taken } } as never);
    },
  },
  {
    code: 'STOCK_MISSING',
    what: 'a product that can never be bought',
    plant: async (copy) => {
      await copy.remove('inventory', 'beta/LAMP');
      return 'beta/lamp';
    },
  },
  {
    code: 'OVERLAPPING_BOOKINGS',
    what: 'two guests who paid for the same nights, from their orders alone',
    also: ['BOOKED_NIGHTS_NOT_TAKEN'],
    plant: async (copy) => {
      const { details } = await copy.read('orders', copy.town.stay);
      const _id = 'hosts/chk_second';
      await copy.clone('checkouts', copy.town.stay, { _id });
      return copy.clone('orders', copy.town.stay, { _id, details: { ...details, checkIn: dayAfter(details.checkIn) } });
    },
  },
  {
    code: 'BOOKED_NIGHTS_NOT_TAKEN',
    what: 'nights that are paid for and free',
    plant: async (copy) => {
      await copy.change('unit_sets', NIGHTS, { $pull: { taken: { by: idOf(copy.town.stay) } } } as never);
      return copy.town.stay;
    },
  },
];

function hold(copy: CopiedTown, sku: string, checkout: string, quantity: number): Promise<string> {
  const change = {
    $push: { holds: { by: idOf(checkout), quantity, until: copy.now } },
    $inc: { available: -quantity },
  };
  return copy.change('inventory', sku, change as never);
}

function seats(copy: CopiedTown): Promise<any> {
  return copy.find('unit_sets', { tenantId: 'theatre' });
}

function idOf(key: string): string {
  return key.split('/')[1]!;
}

function dayAfter(date: string): string {
  return new Date(Date.parse(date) + 24 * 3_600_000).toISOString().slice(0, 10);
}
