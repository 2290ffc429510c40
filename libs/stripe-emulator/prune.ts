import { isForgotten } from './http/idempotency.js';
import { EVENT_LIFE_S } from './resources/ledger/event-routes.js';
import type { Store } from './store/store.js';
import type { Tables } from './core/tables.js';

/** Drops what Stripe forgets: idempotency keys after a day, events after thirty. */
export function prune(store: Store<Tables>, nowMs: number): void {
  store.transaction(() => {
    for (const { account, id, row } of [...store.everywhere('replies')]) {
      if (isForgotten(row, nowMs)) store.delete('replies', account, id);
    }
    for (const { account, id, row } of [...store.everywhere('events')]) {
      if (row.wire.created < nowMs / 1000 - EVENT_LIFE_S) store.delete('events', account, id);
    }
  });
}
