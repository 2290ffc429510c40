import type { Agent } from '../agent.js';
import { EMAIL } from '../buyer.js';
import { expectEqual, expectThat } from '../expect.js';
import { agentPays, type ShownCheckout } from '../scenes/agent-steps.js';
import type { Stage } from '../scenes/stage.js';
import { money } from '../transcript.js';
import type { SeatMap } from './seat-documents.js';
import { freeSeats, takenSeats } from './seats.scene.js';
import { SHOW_ID, THEATRE } from './theatre.js';

const SEATS = 2;

/** Buys with the tools that the kind brought along itself. */
export async function agentTakesSeats(stage: Stage, agent: Agent): Promise<string> {
  const { transcript } = stage;
  const at = { tenant_id: THEATRE.id };
  const show = { ...at, show_id: SHOW_ID };
  const { seats: map, price } = await agent.call<SeatMap>('seat_map', show);
  const taken = takenSeats(map);
  expectThat('seats that are taken', taken.length > 0, 'those of the buyer before', map);
  transcript.did('seat_map', `${THEATRE.name}: ${taken.join(' and ')} are taken`);
  const seats = freeSeats(map).slice(0, SEATS);
  const asked = { ...show, seats, email: EMAIL };
  const { checkout } = await agent.call<{ checkout: ShownCheckout }>('checkout_seats', asked);
  expectEqual('checkout after checkout_seats', [checkout.status, checkout.totals.total], ['pending', SEATS * price]);
  transcript.did('checkout_seats', `${seats.join(' and ')} held, ${money(checkout.totals.total)}`);
  const { id, status } = await agentPays(stage, agent, { ...at, checkout_id: checkout.id });
  const order = await agent.call<{ status: string }>('order_get', { ...at, order_id: id });
  expectEqual('order', order.status, 'paid');
  const after = await agent.call<SeatMap>('seat_map', show);
  expectEqual('seats that are taken now', takenSeats(after.seats), [...taken, ...seats].toSorted());
  transcript.did(status, `the ticket is ${order.status}`);
  return status;
}
