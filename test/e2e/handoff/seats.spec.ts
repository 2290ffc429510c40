import { key } from '../../setup/client.js';
import { expectEnvelope, http } from '../../setup/http.js';
import { startProduct, type Product } from '../../setup/product.js';
import { ProviderView } from '../../setup/provider-view.js';
import { submitPage, until, type Shopping } from '../../setup/shopping.js';
import { AGENTS } from '../../surfaces/mcp/agents.js';
import { KINDS, openTheatre, takenSeats, takeSeats } from './sellers.js';

const MINUTE = 60_000;

describe('a fourth kind, written outside: seats of a show', () => {
  let product: Product;
  let buyer: Shopping;

  beforeAll(async () => {
    product = await startProduct({ kinds: KINDS });
  });
  // Each on a stage of its own, with four free seats.
  let theatres = 0;
  beforeEach(async () => {
    theatres += 1;
    await openTheatre(product, `theatre-${theatres}`);
    buyer = await product.guest(`theatre-${theatres}`);
  });
  afterAll(() => product.stop());

  const another = (): Promise<Shopping> => product.guest(buyer.tenantId);
  const isDone = (id: string, status: string, who = buyer) =>
    until(
      () => who.status(id),
      (shown) => shown.status === status && shown.terminal,
      `${id} to be ${status}`,
    );

  it('is bought from the seat map to the ticket [KI-1, GW-6]', async () => {
    const { checkout } = await takeSeats(buyer, ['A1', 'A2']);
    expect(checkout).toMatchObject({
      kind: 'seats',
      status: 'pending',
      showId: 'hamlet',
      seats: ['A1', 'A2'],
      totals: { currency: 'EUR', total: 9000 },
      nextAction: { __typename: 'OpenPaymentSession' },
    });
    expect(await takenSeats(buyer)).toEqual(['A1', 'A2']);
    const opened = await buyer.pay(checkout.id);
    await submitPage(opened.checkout.nextAction.url, 'pay');
    expect(await isDone(checkout.id, 'completed')).toMatchObject({
      completedSteps: [
        'validate-seats',
        'hold-seats',
        'create-ticket',
        'process-payment',
        'sell-seats',
        'send-tickets',
      ],
      order: { status: 'paid', totals: { total: 9000 } },
    });
    const ticket = await buyer.client.ask(
      `query ($tenantId: ID!, $id: ID!) { order(tenantId: $tenantId, orderId: $id) { __typename ... on Ticket { showId seats } } }`,
      { tenantId: buyer.tenantId, id: checkout.id },
    );
    expect(ticket).toEqual({ __typename: 'Ticket', showId: 'hamlet', seats: ['A1', 'A2'] });
    expect(await new ProviderView(product).money(checkout.id)).toEqual({ paid: 9000, refunded: 0 });
    product.clock.advance(40 * MINUTE);
    buyer = await another();
    expect(await takenSeats(buyer)).toEqual(['A1', 'A2']);
  });

  it('tells a second buyer which seats are gone, and holds none of the others for him [KI-2]', async () => {
    await takeSeats(buyer, ['A1', 'A2']);
    const late = await another();
    expect(await takeSeats(late, ['B1', 'A2'])).toMatchObject({
      __typename: 'SeatsTaken',
      code: 'SEATS_TAKEN',
      retryable: false,
      seats: ['A2'],
    });
    expect(await takenSeats(buyer)).toEqual(['A1', 'A2']);
    expect((await takeSeats(late, ['B1'])).checkout).toMatchObject({ status: 'pending' });
  });

  it('sells each seat once, however many want it at the same moment [KI-2]', async () => {
    const buyers = await Promise.all(Array.from({ length: 8 }, another));
    const answers = await Promise.all(buyers.map((one) => takeSeats(one, ['B1', 'B2'])));
    expect(answers.filter(({ __typename }) => __typename === 'CheckoutSucceeded')).toHaveLength(1);
    expect(answers.filter(({ code }) => code === 'SEATS_TAKEN')).toHaveLength(7);
    expect(await takenSeats(buyer)).toEqual(['B1', 'B2']);
  });

  it('frees seats that nobody paid for, and those of a checkout that was cancelled [KI-2]', async () => {
    const { checkout } = await takeSeats(buyer, ['A1']);
    const second = await takeSeats(buyer, ['A2']);
    await buyer.cancel(second.checkout.id);
    expect(await takenSeats(buyer)).toEqual(['A1']);
    product.clock.advance(31 * MINUTE);
    await isDone(checkout.id, 'expired');
    expect(await takenSeats(buyer)).toEqual([]);
    expect((await takeSeats(await another(), ['A1'])).checkout).toMatchObject({ status: 'pending' });
  });

  it('starts one checkout for one key, and refuses the key for other seats, or none [KI-1, ID-1, ID-2, ID-3]', async () => {
    const once = key();
    const [first, again] = [await takeSeats(buyer, ['A1'], once), await takeSeats(buyer, ['A1'], once)];
    expect(again).toMatchObject({ replayed: true, checkout: { id: first.checkout.id } });
    expect(await takeSeats(buyer, ['A2'], once)).toMatchObject({ code: 'IDEMPOTENCY_KEY_MISMATCH' });
    expect(await takeSeats(buyer, ['A2'], null)).toMatchObject({ code: 'IDEMPOTENCY_KEY_REQUIRED' });
    expect(await takenSeats(buyer)).toEqual(['A1']);
  });

  it('refuses seats there are not, shows there are not, and no seats at all', async () => {
    expect(await takeSeats(buyer, ['Z9'])).toMatchObject({ code: 'INVALID_INPUT', details: [{ path: 'input.seats' }] });
    expect(await takeSeats(buyer, [])).toMatchObject({ code: 'INVALID_INPUT' });
    expect(await takeSeats(buyer, ['A1', 'A1'])).toMatchObject({ code: 'INVALID_INPUT' });
    const { errors } = await buyer.client.send(
      `query ($tenantId: ID!) { seatMap(tenantId: $tenantId, showId: "macbeth") { title } }`,
      { tenantId: buyer.tenantId },
    );
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'NOT_FOUND' });
    expect(await takenSeats(buyer)).toEqual([]);
  });

  it('has a stage of its own: the same seat of the same show is free at another theatre [KI-2, GW-10]', async () => {
    await takeSeats(buyer, ['A1']);
    await openTheatre(product, 'other-theatre');
    const elsewhere = await product.guest('other-theatre');
    expect(await takenSeats(elsewhere)).toEqual([]);
    expect((await takeSeats(elsewhere, ['A1'])).checkout).toMatchObject({ status: 'pending' });
  });

  it('answers the operation documents it brought along, as REST routes [KI-1]', async () => {
    const at = `${product.url}/v1/tenants/${buyer.tenantId}`;
    const headers = { authorization: `Bearer ${buyer.client.token}`, 'idempotency-key': key() };
    const body = { show_id: 'hamlet', seats: ['B2'], email: 'buyer@example.com' };
    expect(await http(`${at}/seat-checkouts`, { headers, body })).toMatchObject({
      status: 201,
      json: { checkout: { status: 'pending', totals: { total: 4500 }, showId: 'hamlet', seats: ['B2'] } },
    });
    const map = await http(`${at}/shows/hamlet/seats`);
    expect(map).toMatchObject({ status: 200, json: { title: 'Hamlet' } });
    expect(map.json.seats).toContainEqual({ name: 'B2', taken: true });
    const late = await http(`${at}/seat-checkouts`, { headers: { ...headers, 'idempotency-key': key() }, body });
    expectEnvelope(late, 409, 'SEATS_TAKEN');
    expect(late.json.seats).toEqual(['B2']);
  });

  it('answers them as tools too: an agent buys seats with what the kind brought along [KI-1]', async () => {
    const agent = await AGENTS['SDK 1']!(`${product.url}/mcp`, buyer.client.token);
    const show = { tenant_id: buyer.tenantId, show_id: 'hamlet' };
    const asked = { ...show, seats: ['A1'], email: 'buyer@example.com' };
    expect((await agent.call('seat_map', show)).structuredContent.seats).toContainEqual({ name: 'A1', taken: false });
    const { structuredContent: started } = await agent.call('checkout_seats', asked);
    const where = { tenant_id: buyer.tenantId, checkout_id: started.checkout.id };
    const { structuredContent: opened } = await agent.call('checkout_create_payment_session', where);
    await submitPage(opened.checkout.nextAction.url, 'pay');
    expect(await isDone(started.checkout.id, 'completed')).toMatchObject({ order: { status: 'paid' } });
    const late = await agent.call('checkout_seats', { ...asked, email: 'late@example.com' });
    expect(late).toMatchObject({ isError: true, structuredContent: { code: 'SEATS_TAKEN', seats: ['A1'] } });
    await agent.close();
  });

  it('is offered by theatres alone, and a theatre offers no cart [KI-3]', async () => {
    const shopper = await product.guest('alpha');
    const at = (buying: Shopping, field: string) => buying.client.send(`{ ${field} { __typename } }`);
    const seats = await at(shopper, 'seatMap(tenantId: "alpha", showId: "hamlet")');
    expect(seats.errors?.[0]?.extensions).toMatchObject({ code: 'NOT_OFFERED_BY_TENANT' });
    const cart = await at(buyer, `cart(tenantId: "${buyer.tenantId}", cartId: "x")`);
    expect(cart.errors?.[0]?.extensions).toMatchObject({ code: 'NOT_OFFERED_BY_TENANT' });
    const started = await buyer.start('cart_of_mine');
    expect(started).toMatchObject({ code: 'KIND_MISMATCH' });
  });
});
