import { Wait } from '@comptoir/tenant-kit';
import { seatsBut } from './broken-kind.js';

const someTenant = (id: string) => ({ tenantId: id, tenant: { id } });

/** Kinds that mix up tenants, sell twice, or answer only when all is well. */
export const SHARED_WRONG = [
  seatsBut('touchesItsTenantAlone', 'notes at a tenant of its own choice', {
    fulfil: async (port, call, whole) => {
      await whole(call);
      await port.notes.insert(someTenant('two'), { id: call.checkout.id });
    },
  }),
  seatsBut('holdsAtEachTenant', 'remembers by id what is held, whoever sells it', {
    hold: async (port, call, whole) => {
      port.held ??= new Set();
      if (port.held.has(call.checkout.id)) return;
      port.held.add(call.checkout.id);
      await whole(call);
    },
  }),
  seatsBut('hidesAnotherTenantsSubject', 'remembers by id what it opened', {
    open: async (port, call, whole) => {
      port.opened ??= new Map();
      const known = port.opened.get(call.subject.showId);
      const opening = known ?? (await whole(call));
      port.opened.set(call.subject.showId, opening);
      return opening;
    },
  }),
  seatsBut('sellsTheLastOnce', 'keeps its own books instead of the inventory', {
    hold: async (port, { tenant, checkout }) => port.notes.insert(tenant, { id: checkout.id }),
  }),
  seatsBut('sellsTheLastOnceAtTheSameTime', 'looks what is taken and writes it down afterwards', {
    hold: async (port, call, whole) => {
      const { tenant, checkout } = call;
      const wanted: string[] = checkout.subject.seats;
      const held = await port.notes.find(tenant, { seats: { $in: wanted } }, { limit: 10 });
      if (held.some(({ id }: any) => id !== checkout.id)) return whole(call);
      await port.notes.insert(tenant, { id: checkout.id, seats: [...wanted] });
    },
  }),
  seatsBut('describesEveryStatus', 'needs prices to describe', {
    describe: (_port, { pricing }) => ({ seats: pricing.lines.length }),
  }),
  seatsBut('describesEveryStatus', 'overwrites what the platform says', { describe: () => ({ status: 'fine' }) }),
  seatsBut('describesEveryStatus', 'describes asynchronously', { describe: async () => ({}) }),
  seatsBut('knowsWhatComesNext', 'does not know what to say of a cancelled checkout', {
    nextAction: (_port, { status }) => {
      if (status === 'cancelled') throw new Error('unexpected status');
      return null;
    },
  }),
  seatsBut('knowsWhatComesNext', 'answers an action of its own making', { nextAction: () => ({ hint: 'Dance.' }) }),
  seatsBut('knowsWhatComesNext', 'says nothing to a person', { nextAction: () => new Wait('', 100) }),
];
