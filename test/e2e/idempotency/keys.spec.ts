import { Client, key } from '../../setup/client.js';
import { InventoryService } from '#inventory';
import { startProduct, type Product } from '../../setup/product.js';
import { ProviderView } from '../../setup/provider-view.js';
import { Shopping, type KeyedField } from '../../setup/shopping.js';
import { subjectOf, tokenWith } from '../../setup/tokens.js';

const LONG = 'x'.repeat(256);

const FIELDS: KeyedField[] = ['startCheckout', 'createPaymentSession', 'cancelCheckout', 'retryCheckout'];

describe.each(FIELDS)('the idempotency key of %s', (field) => {
  let product: Product;
  let buyer: Shopping;

  beforeAll(async () => {
    product = await startProduct();
    buyer = await product.guest();
  });
  afterAll(() => product.stop());
  afterEach(() => jest.restoreAllMocks());

  /** What the operation is about, in a state in which it succeeds. */
  const ready = async (): Promise<{ input: object; other: object }> => {
    if (field === 'startCheckout') {
      const [cart, second] = [await buyer.cart({ MUG: 1 }), await buyer.cart({ MUG: 1 })];
      return { input: { subject: { cart } }, other: { subject: { cart: second } } };
    }
    const checkoutId =
      field === 'retryCheckout' ? await undone() : (await buyer.start(await buyer.cart({ PATTERN: 1 }))).checkout.id;
    return { input: { checkoutId }, other: { checkoutId: 'chk_000000000000000000000000' } };
  };
  const undone = async (): Promise<string> => {
    jest.spyOn(product.gateway.app.get(InventoryService), 'hold').mockRejectedValueOnce(new Error('down'));
    await buyer.start(await buyer.cart({ PATTERN: 1 }));
    return (await buyer.client.ask('{ checkouts(tenantId: "alpha", first: 1) { nodes { id } } }')).nodes[0].id;
  };
  const call = async (
    input: object,
    idempotencyKey?: string | null,
    headers: Record<string, string> = {},
  ): Promise<any> => {
    const { query, variables } = buyer.keyed(field, input, idempotencyKey);
    const { data, errors } = await buyer.client.send(query, { ...variables }, headers);
    if (errors) throw new Error(JSON.stringify(errors));
    return data[field];
  };
  const tidy = async (answer: any): Promise<void> => {
    if (answer.checkout.status === 'pending') await buyer.cancel(answer.checkout.id);
  };

  it('is required, and without it nothing happens [ID-1]', async () => {
    const { input } = await ready();
    const before = await buyer.available('mug');
    for (const missing of [undefined, null]) {
      expect(await call(input, missing)).toMatchObject({ code: 'IDEMPOTENCY_KEY_REQUIRED', retryable: false });
    }
    expect(await buyer.available('mug')).toBe(before);
    expect(await call(input, key())).toMatchObject({ replayed: false });
  });

  it('may come as a header [ID-1]', async () => {
    const { input } = await ready();
    const headers = { 'idempotency-key': key() };
    const first = await call(input, undefined, headers);
    const second = await call(input, undefined, headers);
    expect([first.replayed, second.replayed]).toEqual([false, true]);
    await tidy(second);
  });

  it('gives the same answer again, marked as replayed, and has one effect [ID-2]', async () => {
    const { input } = await ready();
    const one = key();
    const first = await call(input, one);
    const second = await call(input, one);
    expect(second).toEqual({ ...first, replayed: true });
    await tidy(second);
  });

  it('belongs to its arguments: other ones are refused and have no effect [ID-3]', async () => {
    const { input, other } = await ready();
    const one = key();
    const first = await call(input, one);
    const before = await buyer.available('mug');
    expect(await call(other, one)).toMatchObject({ code: 'IDEMPOTENCY_KEY_MISMATCH', retryable: false });
    expect(await buyer.available('mug')).toBe(before);
    expect(await call(input, one)).toEqual({ ...first, replayed: true });
    await tidy(first);
  });

  it('has one effect for 20 simultaneous calls; the others get the same answer or are told to wait [ID-2, ID-4]', async () => {
    const { input } = await ready();
    const before = await buyer.available('mug');
    const one = key();
    const answers = await Promise.all(Array.from({ length: 20 }, () => call(input, one)));
    const effects = answers.filter(({ replayed }) => replayed === false);
    const rest = answers.filter(({ replayed }) => replayed !== false);
    expect(effects).toHaveLength(1);
    for (const answer of rest) {
      if (answer.code)
        expect(answer).toMatchObject({ code: 'IDEMPOTENCY_IN_FLIGHT', retryable: true, retryAfterSeconds: 1 });
      else expect(answer).toEqual({ ...effects[0], replayed: true });
    }
    if (field === 'startCheckout') expect(await buyer.available('mug')).toBe(before - 1);
    if (field === 'createPaymentSession') {
      expect(await new ProviderView(product).sessions(effects[0].checkout.id)).toHaveLength(1);
    }
    expect(await call(input, one)).toEqual({ ...effects[0], replayed: true });
    await tidy(effects[0]);
  });

  it('is a guest’s own: the same key of another guest is another call [ID-4]', async () => {
    const { input } = await ready();
    const one = key();
    const first = await call(input, one);
    const other = await product.guest();
    const { query, variables } = other.keyed(field, input, one);
    const { data } = await other.client.send(query, { ...variables });
    expect(data[field]).toMatchObject({ code: expect.stringMatching(/NOT_FOUND$/) });
    expect(await call(input, one)).toEqual({ ...first, replayed: true });
    await tidy(first);
  });

  it.each([
    ['empty', ''],
    ['two words', 'with space'],
    ['beyond ASCII', 'ü'],
    ['longer than 255', LONG],
    ['two lines', 'new\nline'],
    ['broken by a null byte', 'nul\u0000'],
  ])('is refused when it is %s, and so is such a header', async (_what, bad) => {
    const { query, variables } = buyer.keyed(field, { checkoutId: 'x', subject: { cart: 'x' } }, bad);
    const { status, errors } = await buyer.client.send(query, { ...variables });
    expect(status).toBeLessThan(500);
    expect(errors![0].extensions).toMatchObject({ code: 'INVALID_INPUT' });
    if (!/^[\x20-\x7e]+$/.test(bad)) return;
    const { input } = await ready();
    const asHeader = buyer.keyed(field, input);
    const answer = await buyer.client.send(asHeader.query, { ...asHeader.variables }, { 'idempotency-key': bad });
    const refused = answer.errors?.[0].extensions ?? answer.data[field];
    expect(refused).toMatchObject({ code: 'INVALID_INPUT' });
  });

  it('is still known 23 hours later, to the same guest with a newer token [ID-4]', async () => {
    const { input } = await ready();
    const one = key();
    const first = await call(input, one);
    product.clock.advance(23 * 3_600_000);
    const token = await tokenWith(product, {
      sub: subjectOf(buyer.client.token!),
      ptype: 'guest',
      tenant: 'alpha',
      scope: 'checkout:write cart:write',
    });
    buyer = new Shopping(new Client(product.url, token), 'alpha');
    expect(await call(input, one)).toMatchObject({ replayed: true, checkout: { id: first.checkout.id } });
  });
});
