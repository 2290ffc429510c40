import { randomUUID } from 'node:crypto';
import { Buyer, EMAIL } from '../buyer.js';
import { expectEqual, expectSome, expectThat } from '../expect.js';
import type { Checkout } from '../graphql/answers.js';
import { expectBoughtOnce, untilCompleted, type Outcome, type Stage } from '../scenes/stage.js';
import { money } from '../transcript.js';
import { CHECKOUT_SEATS, REFUSED_SEATS, SEAT_MAP, TICKET, type SeatMap, type Ticket } from './seat-documents.js';
import { SEATS_PACKAGE, SHOW_ID, THEATRE } from './theatre.js';

const SEATS = 2;

/** A kind that nobody here wrote: one line of configuration, and its seats are held and sold like everything else. */
export async function seatsScene(stage: Stage): Promise<Outcome> {
  const { world, transcript } = stage;
  transcript.scene(`Seats, a tenant kind from outside: ${THEATRE.name}`);
  transcript.did('COMPTOIR_KINDS', `… and ${SEATS_PACKAGE}; nothing else knows of it`);
  const buyer = await Buyer.arrive(world.endpoint, THEATRE.id);
  const { title, price, seats: map } = await mapOf(buyer);
  const seats = freeSeats(map).slice(0, SEATS);
  transcript.did('seatMap', `${title}: ${freeSeats(map).length} of ${map.length} seats free, ${money(price)} each`);
  const input = { showId: SHOW_ID, seats, email: EMAIL };
  const variables = { input, key: randomUUID() };
  const { checkout } = await buyer.change<{ checkout: Checkout }>('checkoutSeats', CHECKOUT_SEATS, variables);
  expectEqual('checkout after checkoutSeats', [checkout.status, checkout.totals.total], ['pending', SEATS * price]);
  await expectRefused(await Buyer.arrive(world.endpoint, THEATRE.id), seats);
  transcript.did(
    'checkoutSeats',
    `${seats.join(' and ')} held; the next guest who wants them is told that they are gone`,
  );
  const { url } = await buyer.openPayment(checkout.id);
  expectEqual('amount at the provider', (await world.desk.session(url)).amount_total, SEATS * price);
  expectEqual('answer to the payment form', (await world.desk.press(url, 'pay')).status, 303);
  const { kind, status } = await untilCompleted(buyer, checkout.id);
  await expectBoughtOnce(stage, { buyer, checkoutId: checkout.id, url });
  const { order } = await buyer.ask<{ order: Ticket }>(TICKET, { orderId: checkout.id });
  expectEqual('ticket', order, { status: 'paid', showId: SHOW_ID, seats });
  expectEqual('seats that are taken', takenSeats((await mapOf(buyer)).seats), seats);
  transcript.did(status, `${money(checkout.totals.total)} paid once, ticket for ${seats.join(' and ')}`);
  return { kind, status };
}

export function freeSeats(seats: SeatMap['seats']): string[] {
  const free = seats.filter(({ taken }) => !taken).map(({ name }) => name);
  expectThat('free seats', free.length >= SEATS, `at least ${SEATS}`, seats);
  return free;
}

export function takenSeats(seats: SeatMap['seats']): string[] {
  return seats.filter(({ taken }) => taken).map(({ name }) => name);
}

async function mapOf(buyer: Buyer): Promise<SeatMap> {
  return (await buyer.ask<{ seatMap: SeatMap }>(SEAT_MAP, { showId: SHOW_ID })).seatMap;
}

async function expectRefused(late: Buyer, seats: readonly string[]): Promise<void> {
  const variables = { input: { showId: SHOW_ID, seats, email: EMAIL }, key: randomUUID() };
  type Refused = { checkoutSeats: { code?: string; seats?: readonly string[] } };
  const { checkoutSeats } = await late.ask<Refused>(REFUSED_SEATS, variables);
  expectEqual('answer to who comes too late', expectSome('a problem', checkoutSeats.code), 'SEATS_TAKEN');
  expectEqual('seats that are gone', checkoutSeats.seats, seats);
}
