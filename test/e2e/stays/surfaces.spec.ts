import { key } from '../../setup/client.js';
import { http } from '../../setup/http.js';
import type { Product } from '../../setup/product.js';
import { submitPage, until } from '../../setup/shopping.js';
import { AGENTS, type Agent } from '../../surfaces/mcp/agents.js';
import { startRentals, visitor, type Staying } from './rentals.js';

const TOOLS = ['booking_checkout', 'booking_status', 'lock_quote', 'quote_stay', 'search_stays', 'stay_availability'];

describe('stays on the other surfaces', () => {
  let product: Product;
  let guest: Staying;

  beforeAll(async () => {
    product = await startRentals();
    guest = await visitor(product);
  });
  afterAll(() => product.stop());

  describe.each(Object.keys(AGENTS))('an agent with %s', (kind) => {
    let agent: Agent;
    // Every generation has days of its own.
    const from = 20 * (1 + Object.keys(AGENTS).indexOf(kind));
    const wanted = () => {
      const { propertyId: property_id, checkIn: check_in, checkOut: check_out, guests } = guest.stay({ from });
      return { tenant_id: 'hosts', property_id, check_in, check_out, guests };
    };
    const data = async (tool: string, args: Record<string, unknown>): Promise<any> => {
      const { structuredContent, isError } = await agent.call(tool, args);
      if (isError) throw new Error(`${tool}: ${JSON.stringify(structuredContent)}`);
      return structuredContent;
    };

    beforeAll(async () => {
      agent = await AGENTS[kind]!(`${product.url}/mcp`, guest.client.token);
    });
    afterAll(() => agent.close());

    it('finds the tools for stays [BK-5]', async () => {
      const names = (await agent.tools()).map(({ name }) => name);
      expect(names).toEqual(expect.arrayContaining(TOOLS));
    });

    it('books from a search to a confirmed booking, which its secret shows to others [AU-7, BK-1, BK-5, BK-6, QU-2]', async () => {
      const { property_id: _, ...search } = wanted();
      const { available } = await data('search_stays', { ...search, place: 'Malmö' });
      expect(available).toMatchObject([{ property: { id: 'seaside' }, federationTotal: 27_000 }]);
      expect(await data('quote_stay', wanted())).toMatchObject({ total: 27_000, channel: 'federation' });
      const { quote } = await data('lock_quote', wanted());
      const guestNames = { guest_name: 'Anna Berg', guest_email: 'anna@example.com' };
      const booked = { ...wanted(), ...guestNames, quote_id: quote.id };
      const { checkout } = await data('booking_checkout', booked);
      const { bookingSecret: booking_secret } = checkout;
      expect(await data('booking_checkout', booked)).toMatchObject({
        replayed: true,
        checkout: { bookingSecret: booking_secret },
      });
      const id = { tenant_id: 'hosts', checkout_id: checkout.id };
      const opened = await data('checkout_create_payment_session', id);
      await submitPage(opened.checkout.nextAction.url, 'pay');
      const { propertyId, checkIn } = guest.stay({ from });
      // The event may be at work on it at this very moment.
      const shown = await until(
        () => data('checkout_status', id),
        ({ status }) => status === 'completed',
        'the booking',
      );
      expect(shown).toMatchObject({
        status: 'completed',
        propertyId,
        checkIn,
        quoteId: quote.id,
      });
      const booking = await data('booking_status', { tenant_id: 'hosts', reservationId: checkout.id });
      expect(booking).toMatchObject({ bookingStatus: 'confirmed', guestName: 'A*** B***', nights: 3 });

      const stranger = await AGENTS[kind]!(`${product.url}/mcp`, (await visitor(product)).client.token);
      try {
        const asked = { tenant_id: 'hosts', booking_id: checkout.id };
        const named = { ...asked, guestToken: booking_secret };
        expect((await stranger.call('booking_status', named)).structuredContent).toEqual(booking);
        const answers = await Promise.all([
          stranger.call('booking_status', { ...asked, booking_secret: `${booking_secret}x` }),
          stranger.call('booking_status', asked),
          stranger.call('booking_status', { ...asked, booking_id: 'chk_none', booking_secret }),
        ]);
        for (const { structuredContent } of answers) expect(structuredContent).toMatchObject({ code: 'NOT_FOUND' });
      } finally {
        await stranger.close();
      }
    });

    it('is told what to do instead where the nights are gone [BK-2, QU-4]', async () => {
      // Another question: the same one would be answered with the quote that was locked before.
      const { isError, structuredContent, content } = await agent.call('lock_quote', { ...wanted(), guests: 1 });
      expect(isError).toBe(true);
      expect(structuredContent).toMatchObject({ code: 'STAY_UNAVAILABLE', reason: 'dates_taken' });
      expect(structuredContent.alternatives.length).toBeGreaterThan(0);
      expect(content[0].text).toContain('STAY_UNAVAILABLE');
      expect((await agent.call('quote_stay', wanted())).structuredContent).toMatchObject({ code: 'STAY_UNAVAILABLE' });
    });

    it('gets no quote twice for one question asked twice', async () => {
      const later = { ...wanted(), check_in: guest.day(from + 5), check_out: guest.day(from + 8) };
      const first = await data('lock_quote', later);
      expect(await data('lock_quote', later)).toMatchObject({ replayed: true, quote: { id: first.quote.id } });
    });
  });

  it('answers the same under /v1 [BK-1, BK-5]', async () => {
    const at = `${product.url}/v1/tenants/hosts`;
    const stay = guest.stay({ from: 100 });
    const dates = `check_in=${stay.checkIn}&check_out=${stay.checkOut}&guests=2`;
    const found = await http(`${at}/stays?${dates}`);
    expect(found).toMatchObject({ status: 200, json: { available: [{ nights: 3 }, { nights: 3 }] } });
    expect((await http(`${at}/stays/seaside/availability?${dates}`)).json).toMatchObject({ available: true });
    expect((await http(`${at}/stays/seaside/quote?${dates}`)).json).toMatchObject({ total: 27_000 });
    const headers = { authorization: `Bearer ${guest.client.token}`, 'idempotency-key': key() };
    const terms = { property_id: 'seaside', check_in: stay.checkIn, check_out: stay.checkOut, guests: 2 };
    const locked = await http(`${at}/quotes`, { headers, body: terms });
    expect(locked).toMatchObject({ status: 201, json: { quote: { total: 27_000 } } });
    const named = { guest_name: 'Anna Berg', email: 'anna@example.com', quote_id: locked.json.quote.id };
    const booked = await http(`${at}/bookings`, { headers, body: { ...terms, ...named } });
    expect(booked).toMatchObject({
      status: 201,
      json: { checkout: { status: 'pending', propertyId: 'seaside', guests: 2 } },
    });
    const taken = await http(`${at}/stays/seaside/quote?${dates}`);
    expect(taken).toMatchObject({ status: 409, json: { code: 'STAY_UNAVAILABLE', reason: 'dates_taken' } });
    const mismatch = { ...terms, ...named, property_id: 'loft' };
    const other = await http(`${at}/bookings`, { headers: { ...headers, 'idempotency-key': key() }, body: mismatch });
    expect(other).toMatchObject({ status: 422, json: { code: 'QUOTE_MISMATCH', fields: ['propertyId'] } });
  });
});
