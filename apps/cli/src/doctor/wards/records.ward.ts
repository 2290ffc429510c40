import { cartOwner } from '../checks/records/carts.js';
import { offlinePayment } from '../checks/money/offline.js';
import { deadDelivery, overdueDelivery, toldEvent } from '../checks/records/deliveries.js';
import { appliedEvent, deadEvent, parkedEvent, unreadEvents } from '../checks/records/inbox.js';
import { ledgerLease, madeCheckout, notRemoved, outcome } from '../checks/records/ledger.js';
import { quoteOwner } from '../checks/records/quotes.js';
import { rowOfSession } from '../checks/records/session-rows.js';
import type { Finding } from '../finding.js';
import { PROGRESS, readCheckout, readProgress } from '../reading/checkout.js';
import { Fields, readable, readAll } from '../reading/fields.js';
import { readOfflinePayment } from '../reading/provider-facts.js';
import {
  readCart,
  readDelivery,
  readEventCursor,
  readInboxRow,
  readLedgerRow,
  readQuote,
  readSessionRow,
} from '../reading/records.js';
import type { Room } from '../room.js';
import type { Ward } from '../ward.js';
import { collectionWard } from './collection-ward.js';
import { unreadable } from './unreadable.js';

export function cartsWard({ look }: Room): Ward {
  return collectionWard(look, 'carts', async (docs) => {
    const { read, broken } = readAll(docs, readCart);
    const owners = read.flatMap(({ tenant, checkoutId }) => (checkoutId ? [`${tenant}/${checkoutId}`] : []));
    const checkouts = readable(await look.byKeys('checkouts', owners, PROGRESS), readProgress);
    const found = read.flatMap((cart) => cartOwner(cart, checkouts.get(`${cart.tenant}/${cart.checkoutId}`)));
    return [...unreadable('carts', broken), ...found];
  });
}

export function quotesWard({ look }: Room): Ward {
  const collection = 'kind_rental_quotes';
  return collectionWard(look, collection, async (docs) => {
    const { read, broken } = readAll(docs, readQuote);
    const owners = read.flatMap(({ tenant, checkoutId }) => (checkoutId ? [`${tenant}/${checkoutId}`] : []));
    const checkouts = readable(await look.byKeys('checkouts', owners, PROGRESS), readProgress);
    const found = read.flatMap((quote) => quoteOwner(quote, checkouts.get(`${quote.tenant}/${quote.checkoutId}`)));
    return [...unreadable(collection, broken), ...found];
  });
}

/** What lists of payment sessions show, against the checkouts that it was read off. */
export function sessionRowsWard({ look }: Room): Ward {
  const collection = 'payment-sessions';
  return collectionWard(look, collection, async (docs) => {
    const { read, broken } = readAll(docs, readSessionRow);
    const keyOf = ({ tenant, checkoutId }: (typeof read)[number]): string => `${tenant}/${checkoutId}`;
    const found = await look.byKeys('checkouts', read.map(keyOf));
    const checkouts = readable(found, readCheckout);
    // Of a checkout that does not read nothing can be said here.
    const known = read.filter((row) => !found.has(keyOf(row)) || checkouts.has(keyOf(row)));
    return [...unreadable(collection, broken), ...known.flatMap((row) => rowOfSession(row, checkouts.get(keyOf(row))))];
  });
}

/** What sellers say of invoices and bank transfers, against the checkouts that wait for it. */
export function offlineWard({ look, now, awake }: Room): Ward {
  return collectionWard(look, 'offline_payments', async (docs) => {
    const { read, broken } = readAll(docs, readOfflinePayment);
    const owners = read.map(({ checkout }) => checkout);
    const checkouts = readable(await look.byKeys('checkouts', owners), readCheckout);
    const late = awake ? now() : null;
    const found = read.flatMap((payment) => offlinePayment(payment, checkouts.get(payment.checkout), late));
    return [...unreadable('offline_payments', broken), ...found];
  });
}

/** Received events belong to no tenant. They are compared with the sessions that waited for money just before. */
export function inboxWard({ look, notes, now, awake }: Room): Ward {
  return collectionWard(look, 'inbox', async (docs) => {
    const { read, broken } = readAll(docs, readInboxRow);
    const keyOf = (sessionId: string | null): string => notes.openSessions.get(sessionId ?? '') ?? '';
    const keys = read.map(({ sessionId }) => keyOf(sessionId)).filter(Boolean);
    const checkouts = readable(await look.byKeys('checkouts', keys), readCheckout);
    const found = read.flatMap((row): Finding[] => {
      const checkout = checkouts.get(keyOf(row.sessionId));
      return [
        ...deadEvent(row),
        ...(awake ? parkedEvent(row, now()) : []),
        ...(checkout ? appliedEvent(row, checkout) : []),
      ];
    });
    return [...unreadable('inbox', broken), ...found];
  });
}

export function eventCursorsWard({ look, now, awake }: Room): Ward {
  return collectionWard(look, 'event_cursors', (docs) => {
    const { read, broken } = readAll(docs, readEventCursor);
    const late = awake ? read.flatMap((cursor) => unreadEvents(cursor, now())) : [];
    return Promise.resolve([...unreadable('event_cursors', broken), ...late]);
  });
}

export function ledgerWard({ look, now }: Room): Ward {
  return collectionWard(look, 'idempotency', async (docs) => {
    const { read, broken } = readAll(docs, readLedgerRow);
    const made = read.flatMap((row) => madeCheckout(row) ?? []);
    const checkouts = await look.byKeys('checkouts', made, { _id: 1 });
    const found = read.flatMap((row) => [
      ...outcome(row, (key) => checkouts.has(key)),
      ...ledgerLease(row, now()),
      ...notRemoved(row, now()),
    ]);
    return [...unreadable('idempotency', broken), ...found];
  });
}

export function deliveriesWard({ look, now, awake }: Room): Ward {
  return collectionWard(look, 'deliveries', async (docs) => {
    const { read, broken } = readAll(docs, readDelivery);
    const keyOf = ({ tenant, checkoutId }: (typeof read)[number]): string => `${tenant}/${checkoutId}`;
    const checkouts = await look.byKeys('checkouts', read.map(keyOf), { eventSeq: 1 });
    const found = read.flatMap((delivery) => {
      const checkout = checkouts.get(keyOf(delivery));
      const told = checkout && new Fields(checkout).numberOr('eventSeq', Infinity);
      return [
        ...deadDelivery(delivery),
        ...(awake ? overdueDelivery(delivery, now()) : []),
        ...toldEvent(delivery, told),
      ];
    });
    return [...unreadable('deliveries', broken), ...found];
  });
}
