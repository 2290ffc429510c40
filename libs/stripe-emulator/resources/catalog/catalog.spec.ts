import { client, press, sessionParams, start, stopAll } from '../../spec-support/harness.fixture.js';

afterEach(stopAll);

describe('products, prices and customers', () => {
  it('keep a lookup key for one price, which moves only when told to', async () => {
    const stripe = client(await start());
    const product = await stripe.products.create({ name: 'Olive oil' });
    const price = (unit_amount: number, more: object = {}) =>
      stripe.prices.create({ product: product.id, currency: 'eur', unit_amount, lookup_key: 'oil', ...more });
    await price(1000);
    await expect(price(1100)).rejects.toMatchObject({ param: 'lookup_key' });
    const moved = await price(1200, { transfer_lookup_key: true });
    expect((await stripe.prices.list({ lookup_keys: ['oil'] })).data.map(({ id }) => id)).toEqual([moved.id]);
    await expect(stripe.products.del(product.id)).rejects.toMatchObject({ statusCode: 400 });
  });

  it('sell what is active only, and name unknown ids by their parameter', async () => {
    const stripe = client(await start());
    const product = await stripe.products.create({ name: 'Olive oil' });
    const price = await stripe.prices.create({
      product: product.id,
      currency: 'eur',
      unit_amount: 1000,
      active: false,
    });
    const sell = (id: string) =>
      stripe.checkout.sessions.create(sessionParams({ line_items: [{ price: id, quantity: 1 }] }));
    await expect(sell(price.id)).rejects.toMatchObject({ param: 'line_items[0][price]' });
    await expect(sell('price_none')).rejects.toMatchObject({ code: 'resource_missing' });
    await stripe.prices.update(price.id, { active: true });
    expect((await sell(price.id)).amount_total).toBe(1000);
    const customer = 'cus_none';
    await expect(stripe.checkout.sessions.create(sessionParams({ customer }))).rejects.toMatchObject({
      code: 'resource_missing',
      param: 'customer',
    });
  });

  it('of one account are missing in another', async () => {
    const stripe = client(await start());
    const { id } = await stripe.customers.create({ email: 'ada@example.com' });
    await expect(stripe.customers.retrieve(id, {}, { stripeAccount: 'acct_one' })).rejects.toMatchObject({
      statusCode: 404,
    });
  });

  it('make a customer of the buyer when the session says so, and know the buyer when it names one', async () => {
    const stripe = client(await start());
    const made = await stripe.checkout.sessions.create(sessionParams({ customer_creation: 'always' }));
    await press(made.url, 'pay', { email: 'ada@example.com' });
    const { customer } = await stripe.checkout.sessions.retrieve(made.id, { expand: ['customer'] });
    expect(customer).toMatchObject({ object: 'customer', email: 'ada@example.com' });
    const known = await stripe.customers.create({ email: 'known@example.com' });
    const session = await stripe.checkout.sessions.create(sessionParams({ customer: known.id }));
    await press(session.url, 'pay', { email: 'someone.else@example.com' });
    const paid = await stripe.checkout.sessions.retrieve(session.id);
    expect(paid).toMatchObject({ customer: known.id, customer_details: { email: 'known@example.com' } });
    expect((await stripe.paymentIntents.list({ customer: known.id })).data).toHaveLength(1);
    const both = sessionParams({ customer: known.id, customer_email: 'x@example.com' });
    await expect(stripe.checkout.sessions.create(both)).rejects.toMatchObject({ param: 'customer_email' });
  });

  it('pay with a method made from a token or an account number, kept for one customer', async () => {
    const emulator = await start();
    const stripe = client(emulator);
    const [one, two] = [await stripe.customers.create({}), await stripe.customers.create({})];
    const { id } = await stripe.paymentMethods.create({ type: 'card', card: { token: 'tok_visa' } });
    await stripe.paymentMethods.attach(id, { customer: one.id });
    await expect(stripe.paymentMethods.attach(id, { customer: two.id })).rejects.toMatchObject({ statusCode: 400 });
    expect((await stripe.paymentMethods.list({ customer: one.id })).data.map((method) => method.id)).toEqual([id]);
    const pay = { amount: 900, currency: 'eur', confirm: true, payment_method: id };
    expect((await stripe.paymentIntents.create(pay)).payment_method).toBe(id);
    const data = { type: 'sepa_debit' as const, sepa_debit: { iban: 'DE62 3704 0044 0532 0132 02' } };
    const debit = { amount: 900, currency: 'eur', confirm: true, payment_method_data: data };
    const fails = await stripe.paymentIntents.create(debit);
    expect(fails.status).toBe('processing');
    emulator.advanceClock(60_000);
    expect((await stripe.paymentIntents.retrieve(fails.id)).status).toBe('requires_payment_method');
  });
});
