import { Buyer } from '../buyer.js';
import { expectEqual, expectSome, expectThat } from '../expect.js';
import { GuestOfAHouse } from '../guest-of-a-house.js';
import { sellerOf, textOf } from '../sellers.js';
import type { Dates, LockedQuote, Quote, Stay, StaySearch } from '../graphql/stay-answers.js';
import { money } from '../transcript.js';
import { expectBoughtOnce, untilCompleted, type Outcome, type Stage } from './stage.js';

const GUESTS = 2;
const NIGHTS = 4;
const DAYS_AHEAD = 30;
const DAY_MS = 24 * 3_600_000;

/** A stay: its price is locked, its nights are held until it is paid, then they are gone for everybody else. */
export async function stayScene(stage: Stage): Promise<Outcome & { booked: Stay }> {
  const { world, transcript } = stage;
  const seller = sellerOf('vacation-rental');
  transcript.scene(`A guest books a stay: ${seller.name}`);
  const buyer = await Buyer.arrive(world.endpoint, seller.id);
  const guest = new GuestOfAHouse(buyer);
  const { stay, offer } = await choose(stage, guest);
  const quote = await lockPrice(stage, guest, stay);
  expectEqual('price of search and quote', quote.total, offer.federationTotal);
  const { id, status, totals } = await guest.book(stay, quote.id);
  expectEqual('checkout after checkoutStay', [status, totals.total], ['pending', quote.total]);
  transcript.did('checkoutStay', `${id}, nights held at the locked price`);
  const { url } = await buyer.openPayment(id);
  expectEqual('amount at the provider', (await world.desk.session(url)).amount_total, quote.total);
  expectEqual('answer to the payment form', (await world.desk.press(url, 'pay')).status, 303);
  const completed = await untilCompleted(buyer, id);
  await expectBoughtOnce(stage, { buyer, checkoutId: id, url });
  transcript.did(completed.status, `${money(quote.total)} paid once on the test page`);
  await showBooking(stage, guest, { ...stay, orderId: id });
  expectTaken(await guest.search(stay, GUESTS), stay.propertyId);
  return { kind: completed.kind, status: completed.status, booked: stay };
}

async function choose({ transcript }: Stage, guest: GuestOfAHouse): Promise<{ stay: Stay; offer: Offer }> {
  const dates = inAWhile();
  const { available, unavailable } = await guest.search(dates, GUESTS);
  expectEqual('houses that are taken', unavailable, []);
  expectThat('houses that are free', available.length > 1, 'a choice', available);
  const offer = expectSome('cheapest house', available[0]);
  expectThat('price here', offer.federationTotal < offer.publicTotal, 'below the public one', offer);
  expectEqual('nights', offer.nights, NIGHTS);
  transcript.did('stays', `${dates.checkIn} to ${dates.checkOut}: ${available.length} houses free, no cart needed`);
  transcript.did('cheapest', `${offer.property.name}, ${money(offer.federationTotal)}`);
  return { stay: { ...dates, propertyId: offer.property.id, guests: GUESTS }, offer };
}

type Offer = StaySearch['available'][number];

async function lockPrice({ transcript }: Stage, guest: GuestOfAHouse, stay: Stay): Promise<LockedQuote> {
  const quote = await guest.quote(stay);
  expectPriced(quote);
  transcript.did('quoteStay', `${quote.nights.map(({ price }) => money(price)).join(' + ')}`);
  const locked = await guest.lockQuote(stay);
  expectPriced(locked);
  expectEqual('locked price', locked.total, quote.total);
  expectThat('validity', Date.parse(locked.validUntil) > Date.now(), 'in the future', locked.validUntil);
  transcript.did('lockQuote', `${money(locked.total)} stands until ${locked.validUntil}`);
  return locked;
}

async function showBooking(
  { transcript }: Stage,
  guest: GuestOfAHouse,
  { orderId, ...stay }: Stay & { orderId: string },
): Promise<void> {
  const booking = await guest.booking(orderId);
  const { propertyId, checkIn, checkOut, guests, propertyName, nights } = booking;
  expectEqual('booked stay', { checkIn, checkOut, propertyId, guests }, stay);
  expectEqual('booking', booking.bookingStatus, 'confirmed');
  expectEqual('cancellation terms', booking.cancellation, terms());
  transcript.did('booking', `${booking.bookingStatus}: ${propertyName}, ${nights} nights, ${guests} guests`);
}

/** Nights must sum to the total, and the host's terms be there word for word. */
export function expectPriced({ nights, total, cancellation }: Quote): void {
  expectEqual(
    'sum of the nights',
    nights.reduce((sum, { price }) => sum + price, 0),
    total,
  );
  expectEqual('nights of the quote', nights.length, NIGHTS);
  expectEqual('cancellation terms', cancellation, terms());
}

/** The house must be gone for everybody who asks now. */
export function expectTaken({ unavailable }: StaySearch, propertyId: string): void {
  const taken = unavailable.find(({ property }) => property.id === propertyId);
  expectEqual('why the house cannot be booked again', taken?.reasons, ['dates_taken']);
}

function terms(): string {
  return textOf(sellerOf('vacation-rental'), 'cancellation');
}

/** Far enough from now that no time zone makes a difference. */
function inAWhile(): Dates {
  const day = (ahead: number): string => new Date(Date.now() + ahead * DAY_MS).toISOString().slice(0, 10);
  return { checkIn: day(DAYS_AHEAD), checkOut: day(DAYS_AHEAD + NIGHTS) };
}
