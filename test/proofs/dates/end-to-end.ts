import { startGateway } from '#gateway';
import { loadConfig } from '#platform';
import { Client, key } from '../../setup/client.js';
import type { Figures, Stage } from '../framework/proof.js';
import { openSeller } from '../framework/sellers.js';
import type { World } from '../framework/world.js';
import { addDays } from './calendar.js';
import { changesOf, localDate, offsetAt } from './zones.js';

/** As many properties as one host may have. */
const PROPERTIES = 50;
const DAY_MS = 24 * 3_600_000;
const YEAR_MS = 366 * DAY_MS;

const HOUSE = {
  name: 'House',
  place: { city: 'Somewhere', country: 'FR' },
  maxGuests: 2,
  minimumNights: 1,
  currency: 'EUR',
  price: { weekday: 10_000, weekend: 10_000 },
};

const AVAILABILITY = `query ($tenantId: ID!, $propertyId: ID!, $checkIn: String!, $checkOut: String!) {
  stayAvailability(tenantId: $tenantId, propertyId: $propertyId, checkIn: $checkIn, checkOut: $checkOut, guests: 2) {
    available reasons } }`;

const BOOK = `mutation ($tenantId: ID!, $input: CheckoutStayInput!, $key: IdempotencyKey) {
  checkoutStay(tenantId: $tenantId, input: $input, idempotencyKey: $key) {
    ... on Problem { code } ... on CheckoutSucceeded { checkout { id } } } }`;

/** One house in one zone, visited around the next midnight after its clocks change. */
interface Visit {
  readonly zone: string;
  readonly tenantId: string;
  readonly propertyId: string;
  readonly at: number;
}

/** A gateway whose clock stands a millisecond before midnight, then at midnight, in each zone: what it lets, and what it holds. */
export async function checkGateway(stage: Stage, all: readonly string[]): Promise<Figures> {
  const zones = stage.quick ? stage.random.shuffled(all).slice(0, 12) : all;
  const world = await stage.world();
  const visits = zones.flatMap((zone, index): Visit[] => {
    const house = { zone, tenantId: `host-${Math.floor(index / PROPERTIES)}`, propertyId: `house-${index}` };
    return [-1, 0].map((distance) => ({ ...house, at: midnightAfterChange(zone) + distance }));
  });
  await world.seed(async (app) => {
    for (const [tenantId, properties] of byTenant(visits)) {
      await openSeller(app, tenantId, 'vacation-rental', { cancellation: 'None.', properties });
    }
  });
  // It stands still during a visit: a slow machine must not see midnight pass.
  let now = Date.now();
  const clock = { now: () => new Date(now) };
  const gateway = await stage.cleanup.start(
    () => startGateway(loadConfig(world.env({ PORT: '0', EVENT_POLL_INTERVAL_MS: '0' })), { clock }),
    (started) => started.close(),
  );
  stage.progress.begin('midnights', visits.length);
  for (const visit of visits.toSorted((a, b) => a.at - b.at)) {
    now = visit.at;
    await call(stage, world, new Client(gateway.url), visit);
    stage.progress.step(visit.zone);
  }
  return { midnights: visits.length };
}

/** When a day begins in a zone, on the day after its next change of clocks, else any day. */
function midnightAfterChange(zone: string): number {
  const now = Date.now() + DAY_MS;
  const change = changesOf(zone, now, now + YEAR_MS)[0] ?? now;
  const probe = change + DAY_MS;
  const ahead = offsetAt(zone, probe);
  return Math.ceil((probe + ahead) / DAY_MS) * DAY_MS - ahead;
}

async function call(stage: Stage, world: World, anybody: Client, visit: Visit): Promise<void> {
  const { zone, tenantId, propertyId, at } = visit;
  const today = localDate(zone, at);
  const where = `${zone} at ${new Date(at).toISOString()}`;
  const guest = await anybody.guest(tenantId);
  const ask = async (from: number, to: number): Promise<string> => {
    const dates = { checkIn: addDays(today, from), checkOut: addDays(today, to) };
    const { available, reasons } = await guest.ask(AVAILABILITY, { tenantId, propertyId, ...dates });
    return available ? 'free' : String(reasons);
  };
  const past = await ask(-1, 1);
  if (past !== 'dates_past') stage.broken(`${where}: a stay from yesterday is ${past}`);
  const input = { propertyId, checkIn: today, checkOut: addDays(today, 2), guests: 2, guestName: 'A', email: 'a@b.co' };
  const booked = await guest.ask(BOOK, { tenantId, input, key: key() });
  if (!booked.checkout) return stage.broken(`${where}: tonight cannot be booked: ${booked.code}`);
  const set = await world.db.collection('unit_sets').findOne({ _id: `${tenantId}/${propertyId}` as never });
  const held = set?.['taken'].filter(({ by }: { by: string }) => by === booked.checkout.id);
  const nights = String(held?.map(({ unit }: { unit: string }) => unit));
  if (nights !== `${today},${addDays(today, 1)}`) stage.broken(`${where}: the nights held from ${today} are ${nights}`);
  const cancelled = await guest.ask(CANCEL, { tenantId, input: { checkoutId: booked.checkout.id }, key: key() });
  if (!cancelled.checkout) stage.broken(`${where}: ${booked.checkout.id} cannot be cancelled: ${cancelled.code}`);
}

const CANCEL = `mutation ($tenantId: ID!, $input: CheckoutIdInput!, $key: IdempotencyKey) {
  cancelCheckout(tenantId: $tenantId, input: $input, idempotencyKey: $key) {
    ... on Problem { code } ... on CheckoutSucceeded { checkout { id } } } }`;

function byTenant(visits: readonly Visit[]): Map<string, object[]> {
  const tenants = new Map<string, object[]>();
  const known = new Set<string>();
  for (const { tenantId, propertyId, zone } of visits) {
    if (known.has(propertyId)) continue;
    known.add(propertyId);
    tenants.set(tenantId, [...(tenants.get(tenantId) ?? []), { ...HOUSE, id: propertyId, zone }]);
  }
  return tenants;
}
