import { Client, key } from '../setup/client.js';
import { each, range } from './framework/each.js';
import type { Figures, Stage } from './framework/proof.js';
import type { Random } from './framework/random.js';
import { openSeller } from './framework/sellers.js';
import type { World } from './framework/world.js';

const TENANT = 'hosts';
const WIDTH = 50;
const DAY_MS = 24 * 3_600_000;
/** Days from today in which everybody wants to stay; so many guests in so few nights are in each other's way. */
const FIRST_DAY = 10;
const DAYS = 150;
const MAX_NIGHTS = 12;
/** So far from the wanted arrival alternatives are looked for, days. */
const REACH_DAYS = 30;
/** How many of those who were refused take what they are offered instead. */
const SECOND_TRIES = 10;

const HOUSE = {
  place: { city: 'Lyon', country: 'FR' },
  zone: 'Europe/Paris',
  maxGuests: 4,
  currency: 'EUR',
  price: { weekday: 10_000, weekend: 12_000 },
};

/** Nights that must be free between two stays, by property. */
const GAPS: Readonly<Record<string, number>> = { house: 0, barn: 2 };

const BOOK = `mutation ($tenantId: ID!, $input: CheckoutStayInput!, $key: IdempotencyKey) {
  checkoutStay(tenantId: $tenantId, input: $input, idempotencyKey: $key) {
    __typename ... on Problem { code message retryable }
    ... on StayUnavailable { reason alternatives { checkIn checkOut } }
    ... on CheckoutSucceeded { checkout { id status } } } }`;

interface Stay {
  readonly propertyId: string;
  /** Days from today. */
  readonly from: number;
  readonly to: number;
}

interface Answer {
  readonly stay: Stay;
  /** The checkout, where the stay was accepted. */
  readonly id: string | null;
  readonly said: any;
}

/** Many guests, few nights, two gateways on one database. */
export async function doubleBooking(stage: Stage): Promise<Figures> {
  const world = await stage.world();
  await world.seed((app) => {
    const properties = Object.entries(GAPS).map(([id, after]) => ({
      ...HOUSE,
      ...{ id, name: id, turnaround: { before: 0, after } },
    }));
    return openSeller(app, TENANT, 'vacation-rental', { cancellation: 'Free.', properties });
  });
  const gateways = await Promise.all([world.gateway(), world.gateway()]);
  const urls = gateways.map(({ url }) => url);
  const guests = stage.quick ? 60 : 200;
  const wishes = range(guests).map(() => wish(stage.random));
  stage.progress.begin('guests', guests);
  const clients = await each(wishes, WIDTH, (_, index) => new Client(urls[index % urls.length]!).guest(TENANT));
  const answers = await each(wishes, WIDTH, async (stay, index) => {
    const answer = await book(clients[index]!, stay);
    stage.progress.step();
    return answer;
  });
  const accepted = answers.filter(({ id }) => id !== null);
  const refused = answers.filter(({ id }) => id === null);
  const second = await each(refused.slice(0, SECOND_TRIES), 1, (one) => takeAnother(stage, urls[0]!, one));
  judge(stage, refused, accepted);
  const stays = [...accepted, ...second.filter((one) => one !== null)];
  for (const pair of overlaps(stays)) stage.broken(`Both were accepted: ${pair}`);
  await compareNights(stage, world, stays);
  const without = refused.filter(({ said }) => !said.alternatives?.length).length;
  return {
    ...{ guests, gateways: urls.length, accepted: accepted.length, refused: refused.length },
    ...{ withoutAlternative: without, tookAnAlternative: second.filter((one) => one !== null).length },
  };
}

function wish(random: Random): Stay {
  const from = FIRST_DAY + random.between(0, DAYS);
  return { propertyId: random.pick(Object.keys(GAPS)), from, to: from + random.between(2, MAX_NIGHTS) };
}

async function book(client: Client, stay: Stay): Promise<Answer> {
  const { propertyId, from, to } = stay;
  const input = { propertyId, checkIn: day(from), checkOut: day(to), guests: 2, guestName: 'Anna Berg' };
  const variables = { tenantId: TENANT, input: { ...input, email: 'anna@example.com' }, key: key() };
  const said = await client.ask(BOOK, variables);
  return { stay, id: said.checkout?.id ?? null, said };
}

/** Whoever is refused is told why, and offered something else where there is something. */
function judge(stage: Stage, refused: readonly Answer[], accepted: readonly Answer[]): void {
  for (const { stay, said } of refused) {
    if (said.code !== 'STAY_UNAVAILABLE') stage.broken(`${text(stay)} was refused with ${JSON.stringify(said)}`);
    else if (said.alternatives.length === 0 && isThereRoom(stay, accepted)) {
      stage.broken(`${text(stay)} was offered nothing although there is room in the month around`);
    }
  }
}

/** What is free in the end was free all the time: nobody gave anything back. */
function isThereRoom({ propertyId, from, to }: Stay, accepted: readonly Answer[]): boolean {
  return range(2 * REACH_DAYS + 1)
    .map((shift) => ({ propertyId, from: from + shift - REACH_DAYS, to: to + shift - REACH_DAYS }))
    .some((window) => window.from >= 0 && !accepted.some((one) => collide(one.stay, window)));
}

/** An alternative can be booked, unless somebody was faster: then the next one is asked for. */
async function takeAnother(stage: Stage, url: string, { stay }: Answer): Promise<Answer | null> {
  const client = await new Client(url).guest(TENANT);
  // Asked anew, when nobody else is about: what is offered now must be free.
  const { said } = await book(client, stay);
  const [offer] = said.alternatives ?? [];
  if (!offer) return null;
  const other = { propertyId: stay.propertyId, from: daysTo(offer.checkIn), to: daysTo(offer.checkOut) };
  const answer = await book(client, other);
  if (!answer.id) stage.broken(`${stay.propertyId} ${offer.checkIn} to ${offer.checkOut} was offered and is not free`);
  return answer.id ? answer : null;
}

/** Pairs of accepted stays that are in each other's way. */
function overlaps(accepted: readonly Answer[]): string[] {
  return accepted.flatMap((one, index) =>
    accepted
      .slice(index + 1)
      .filter((other) => collide(one.stay, other.stay))
      .map((other) => `${one.id} (${text(one.stay)}) and ${other.id} (${text(other.stay)})`),
  );
}

function collide(one: Stay, other: Stay): boolean {
  if (one.propertyId !== other.propertyId) return false;
  const gap = GAPS[one.propertyId] ?? 0;
  return one.from < other.to + gap && other.from < one.to + gap;
}

/** The database has exactly the nights of those who were told that they have them. */
async function compareNights(stage: Stage, world: World, accepted: readonly Answer[]): Promise<void> {
  const sets = await world.db.collection<{ taken: { unit: string; by: string }[] }>('unit_sets').find().toArray();
  const held = sets.flatMap(({ taken }) => taken.map(({ unit, by }) => `${by} ${unit}`)).sort();
  const wanted = accepted
    .flatMap(({ id, stay }) => range(stay.to - stay.from).map((night) => `${id} ${day(stay.from + night)}`))
    .sort();
  const surplus = held.filter((night) => !wanted.includes(night));
  const missing = wanted.filter((night) => !held.includes(night));
  if (surplus.length) stage.broken(`Nights are held that nobody was given: ${surplus.join(', ')}`);
  if (missing.length) stage.broken(`Nights are not held that somebody was given: ${missing.join(', ')}`);
  if (new Set(held).size !== held.length) stage.broken('A night is held twice by one checkout');
}

function text({ propertyId, from, to }: Stay): string {
  return `${propertyId} ${day(from)} to ${day(to)}`;
}

const TODAY = Math.floor(Date.now() / DAY_MS);

function day(days: number): string {
  return new Date((TODAY + days) * DAY_MS).toISOString().slice(0, 10);
}

function daysTo(date: string): number {
  return Date.parse(date) / DAY_MS - TODAY;
}
