import { randomUUID } from 'node:crypto';
import { seatsBut } from './broken-kind.js';

/** Holds for whoever is named, not for the checkout. */
const holdFor = (port: any, { tenant, checkout }: any, by: string, units = [...checkout.subject.seats]) =>
  port.inventory.holdNamed(tenant, { by, until: checkout.holdUntil, named: { set: 'show:hamlet', units } });

const note = (port: any, { tenant, checkout }: any, fields: object = {}) =>
  port.notes.insert(tenant, { id: checkout.id, ...fields });

const noted = (port: any, { tenant, checkout }: any) => port.notes.get(tenant, checkout.id);

/** Kinds that ignore the key, forget something, or trust that nobody pulls the plug. */
export const REPEATED_WRONG = [
  seatsBut('holdsOnce', 'writes a new row for every call', {
    hold: async (port, call, whole) => {
      await whole(call);
      await port.notes.insert(call.tenant, { id: randomUUID() });
    },
  }),
  seatsBut('holdsOnceAtTheSameTime', 'looks first and writes then', {
    hold: async (port, call, whole) => {
      if (!(await noted(port, call))) {
        await port.notes.insert(call.tenant, { id: randomUUID() });
        await note(port, call);
      }
      await whole(call);
    },
  }),
  seatsBut('livesOnce', 'counts every call of the sale', {
    fulfil: async (port, call, whole) => {
      await whole(call);
      await port.notes.insert(call.tenant, { id: 'sales', count: 0 });
      await port.notes.update(call.tenant, 'sales', {}, { $inc: { count: 1 } });
    },
  }),
  seatsBut('answersTheSame', 'rolls the dice for the order', { draft: async () => ({ code: randomUUID() }) }),
  seatsBut('answersTheSame', 'drafts an object of a class', { draft: async () => ({ code: new Set(['a']) }) }),

  seatsBut('finishesAHold', 'notes that it held before it does', {
    hold: async (port, call, whole) => {
      if (await note(port, call)) await whole(call);
    },
  }),
  seatsBut('undoesHalfAHold', 'notes that it held after it did, and frees only what is noted', {
    hold: async (port, call, whole) => {
      await whole(call);
      await note(port, call, { held: true });
    },
    release: async (port, call, whole) => {
      if (await noted(port, call)) await whole(call);
    },
  }),
  seatsBut('undoesHalfAHold', 'remembers in memory what it held', {
    hold: async (port, call, whole) => {
      await whole(call);
      port.remembered = true;
    },
    release: async (port, call, whole) => {
      if (port.remembered) await whole(call);
    },
  }),
  seatsBut('finishesARelease', 'strikes out the note before it frees', {
    hold: async (port, call, whole) => {
      await note(port, call, { held: false });
      await port.notes.update(call.tenant, call.checkout.id, {}, { $set: { held: true } });
      await whole(call);
    },
    release: async (port, call, whole) => {
      const struck = await port.notes.update(call.tenant, call.checkout.id, { held: true }, { $set: { held: false } });
      if (struck) await whole(call);
    },
  }),
  seatsBut('finishesEveryStep', 'notes that it sold before it does', {
    fulfil: async (port, call, whole) => {
      if (await note(port, call)) await whole(call);
    },
  }),
  seatsBut('undoesHalfASale', 'takes back only what it noted as sold', {
    fulfil: async (port, call, whole) => {
      await holdFor(port, call, 'the-house', ['A3']);
      await whole(call);
      await port.inventory.releaseNamed(call.tenant, 'the-house', 'show:hamlet');
    },
  }),

  seatsBut('givesBackWhatItHeld', 'forgets the seat for the companion', {
    hold: async (port, call, whole) => {
      await whole(call);
      await holdFor(port, call, `${call.checkout.id}-companion`, ['A3']);
    },
  }),
  seatsBut('givesBackOnce', 'counts every release', {
    release: async (port, call, whole) => {
      await whole(call);
      await port.notes.insert(call.tenant, { id: randomUUID() });
    },
  }),
  seatsBut('leavesOthersAlone', 'holds everything in the name of the buyer', {
    hold: (port, call) => holdFor(port, call, call.checkout.ownerId),
    release: (port, { tenant, checkout }) => port.inventory.releaseNamed(tenant, checkout.ownerId, 'show:hamlet'),
  }),
  seatsBut('holdsAgain', 'never holds a second time', {
    hold: async (port, call, whole) => {
      if (port.held?.has(call.checkout.id)) return;
      port.held = new Set([call.checkout.id]);
      await whole(call);
    },
  }),
  seatsBut('takesBackTheSale', 'forgets to take back the sale', { cancel: async () => {}, release: async () => {} }),
];
