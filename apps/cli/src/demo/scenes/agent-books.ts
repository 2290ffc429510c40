import type { Agent } from '../agent.js';
import { EMAIL } from '../buyer.js';
import { expectEqual, expectSome } from '../expect.js';
import type { Booking, LockedQuote, Stay, StaySearch } from '../graphql/stay-answers.js';
import { money } from '../transcript.js';
import { agentPays, type ShownCheckout } from './agent-steps.js';
import type { Stage } from './stage.js';
import { expectPriced, expectTaken } from './stay.scene.js';

/** Asks for the very stay that was just booked, so it must get another house. */
export async function agentBooks(
  stage: Stage,
  agent: Agent,
  { tenantId, booked }: { tenantId: string; booked: Stay },
): Promise<string> {
  const at = { tenant_id: tenantId };
  const asked = { ...at, check_in: booked.checkIn, check_out: booked.checkOut, guests: booked.guests };
  const found = await agent.call<StaySearch>('search_stays', asked);
  expectTaken(found, booked.propertyId);
  const { property } = expectSome('another house', found.available[0]);
  stage.transcript.did('search_stays', `${booked.propertyId} is taken on the same dates, ${property.name} is not`);
  const stay = { ...asked, property_id: property.id };
  const { quote } = await agent.call<{ quote: LockedQuote }>('lock_quote', stay);
  expectPriced(quote);
  stage.transcript.did('lock_quote', `${money(quote.total)} for ${quote.nights.length} nights`);
  const guest = { guest_name: 'Noé Garnier', email: EMAIL, quote_id: quote.id };
  const { checkout } = await agent.call<{ checkout: ShownCheckout }>('booking_checkout', { ...stay, ...guest });
  expectEqual('price of the checkout', checkout.totals.total, quote.total);
  const { id, status } = await agentPays(stage, agent, { ...at, checkout_id: checkout.id });
  const booking = await agent.call<Booking>('booking_status', { ...at, booking_id: id });
  expectEqual('booking', [booking.bookingStatus, booking.propertyId], ['confirmed', property.id]);
  stage.transcript.did(status, `booking ${booking.bookingStatus}: ${booking.propertyName}`);
  return status;
}
