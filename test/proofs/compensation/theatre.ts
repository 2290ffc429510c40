import { AccountsService } from '#auth';
import { Client, key } from '../../setup/client.js';
import { Shopping, submitPage } from '../../setup/shopping.js';
import { becomes } from '../framework/each.js';
import { openSeller } from '../framework/sellers.js';
import type { World } from '../framework/world.js';

export const THEATRE = 'theatre';
/** Of each show, so that nobody is in another's way. */
export const SEATS = Array.from({ length: 40 }, (_, index) => `A${index + 1}`);
const STAYING = 'hamlet';
const PULLED = 'macbeth';
const SELLER = { tenantId: THEATRE, email: 'seller@theatre.example', password: 'correct horse battery staple' };

const TAKE = `mutation ($tenantId: ID!, $input: CheckoutSeatsInput!, $key: IdempotencyKey) {
  checkoutSeats(tenantId: $tenantId, input: $input, idempotencyKey: $key) {
    ... on Problem { code } ... on CheckoutSucceeded { checkout { id } } } }`;

const LOGIN =
  'mutation ($input: LoginInput!) { login(input: $input) { ... on LoginSucceeded { session { accessToken } } } }';

/** A seat somebody wants, on its way to an undo. */
export interface Ticket {
  readonly id: string;
  readonly buyer: Shopping;
  readonly pageUrl: string;
  readonly show: string;
}

/** Two shows; one of them is taken off later. */
export async function openTheatre(world: World): Promise<void> {
  await world.seed(async (app) => {
    await putShows(app, [STAYING, PULLED]);
    await app.get(AccountsService).ensure({ ...SELLER, type: 'tenant-admin', name: 'Seller' });
  });
}

/** Takes a show off, and waits until every gateway has heard of it. Whoever pays for it now is to get it back. */
export async function takeOff(world: World, gatewayUrl: string): Promise<void> {
  await world.seed((app) => putShows(app, [STAYING]));
  const query = `query { seatMap(tenantId: "${THEATRE}", showId: "${PULLED}") { showId } }`;
  const gone = await becomes(async () => (await new Client(gatewayUrl).send(query)).errors !== undefined);
  if (!gone) throw new Error('The show is still played');
}

function putShows(app: Parameters<typeof openSeller>[0], ids: readonly string[]): Promise<void> {
  const shows = ids.map((id) => ({ id, title: id, price: 4500, seats: SEATS }));
  return openSeller(app, THEATRE, 'seats', { shows });
}

/** Somebody with a seat set aside and a payment page open. */
export async function ticket(gatewayUrl: string, seat: string, what: 'refund' | 'close'): Promise<Ticket> {
  const show = what === 'refund' ? PULLED : STAYING;
  const buyer = new Shopping(await new Client(gatewayUrl).guest(THEATRE), THEATRE);
  const input = { showId: show, seats: [seat], email: 'a@example.com' };
  const { checkout, code } = await buyer.client.ask(TAKE, { tenantId: THEATRE, input, key: key() });
  if (!checkout) throw new Error(`${seat} of ${show} cannot be taken: ${code}`);
  const opened = await buyer.pay(checkout.id);
  return { id: checkout.id, buyer, pageUrl: opened.checkout.nextAction.url, show };
}

/** What makes the platform undo: a payment for what is not sold any more, or a buyer who changes their mind. */
export async function provoke(what: 'refund' | 'close', { id, buyer, pageUrl }: Ticket): Promise<void> {
  if (what === 'close') await buyer.cancel(id);
  else await submitPage(pageUrl, 'pay');
}

/** The seller, who looks after what needs a person. */
export async function sellerAt(gatewayUrl: string): Promise<Client> {
  const { session } = await new Client(gatewayUrl).ask(LOGIN, { input: SELLER });
  return new Client(gatewayUrl, session.accessToken);
}
