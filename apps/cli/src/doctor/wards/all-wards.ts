import type { Room } from '../room.js';
import type { Ward } from '../ward.js';
import { checkoutsWard } from './checkouts.ward.js';
import { productsWard, stockWard, unitSetsWard } from './goods.ward.js';
import { indexesWard } from './indexes.ward.js';
import { bookingsWard, ordersWard } from './orders.ward.js';
import { ownersWard } from './owners.ward.js';
import { pagesWard, paymentsWard } from './provider.ward.js';
import { tenantsWard } from './tenants.ward.js';
import {
  cartsWard,
  deliveriesWard,
  eventCursorsWard,
  inboxWard,
  ledgerWard,
  offlineWard,
  quotesWard,
  sessionRowsWard,
} from './records.ward.js';

/** Everything there is to look at, in the order it is looked at: checkouts first, since later wards use their notes. */
export async function allWards(room: Room): Promise<Ward[]> {
  const { desk, look } = room;
  return [
    checkoutsWard(room),
    ordersWard(room),
    bookingsWard(room),
    stockWard(room),
    unitSetsWard(room),
    productsWard(room),
    cartsWard(room),
    quotesWard(room),
    offlineWard(room),
    ledgerWard(room),
    deliveriesWard(room),
    sessionRowsWard(room),
    // These belong to no tenant.
    ...(look.tenant === null ? [inboxWard(room), eventCursorsWard(room), tenantsWard(room), indexesWard(room)] : []),
    await ownersWard(room),
    ...(desk ? [paymentsWard(room, desk), pagesWard(room, desk)] : []),
  ];
}
