import { startProduct, type Product } from '../../setup/product.js';
import { ProviderView } from '../../setup/provider-view.js';
import { PARIS, submitPage, until, type Shopping } from '../../setup/shopping.js';

describe('asking again', () => {
  let product: Product;
  let buyer: Shopping;
  let provider: ProviderView;

  beforeAll(async () => {
    product = await startProduct();
    buyer = await product.guest();
    provider = new ProviderView(product);
  });
  afterAll(() => product.stop());

  it('returns the live checkout of a cart, whatever the key, and holds nothing twice [SG-1, CT-5]', async () => {
    const before = await buyer.available('mug');
    const cart = await buyer.cart({ MUG: 2 });
    const first = await buyer.start(cart);
    const second = await buyer.start(cart);
    expect(second.checkout.id).toBe(first.checkout.id);
    expect(second.checkout.cartId).toBe(cart);
    expect(await buyer.available('mug')).toBe(before - 2);
    await buyer.cancel(first.checkout.id);
  });

  it('lets one of many simultaneous starts of a cart hold its goods, once', async () => {
    const before = await buyer.available('mug');
    const cart = await buyer.cart({ MUG: 1 });
    const answers = await Promise.all(Array.from({ length: 10 }, () => buyer.start(cart)));
    const ids = new Set(answers.flatMap(({ checkout }) => (checkout ? [checkout.id] : [])));
    expect(ids.size).toBe(1);
    expect(await buyer.available('mug')).toBe(before - 1);
    expect((await buyer.start(cart)).checkout.id).toBe([...ids][0]);
    await buyer.cancel([...ids][0]!);
  });

  it('returns the payment session that is open, whatever the key [PS-1, PS-5]', async () => {
    const { id, url } = await buyer.toPayment({ PATTERN: 1 });
    for (let turn = 0; turn < 3; turn += 1) expect((await buyer.pay(id)).checkout.nextAction.url).toBe(url);
    expect(await provider.sessions(id)).toHaveLength(1);
  });

  it('opens one session for many simultaneous askers [PS-1, ID-5]', async () => {
    const { checkout } = await buyer.start(await buyer.cart({ PATTERN: 1 }));
    const answers = await Promise.all(Array.from({ length: 10 }, () => buyer.pay(checkout.id)));
    const urls = new Set(answers.flatMap((answer) => (answer.checkout ? [answer.checkout.paymentSession.url] : [])));
    expect(urls.size).toBe(1);
    expect(answers.every((answer) => answer.checkout ?? answer.retryable)).toBe(true);
    expect(await provider.sessions(checkout.id)).toHaveLength(1);
  });

  it('answers a paid checkout’s request for a session with the checkout as it is', async () => {
    const { id, url } = await buyer.toPayment({ PATTERN: 1 });
    await submitPage(url, 'pay');
    await until(
      () => buyer.status(id),
      ({ status }) => status === 'completed',
      'completion',
    );
    expect((await buyer.pay(id)).checkout).toMatchObject({ status: 'completed', nextAction: { __typename: 'Done' } });
    expect(await provider.sessions(id)).toHaveLength(1);
  });
});

describe('the list of one’s checkouts', () => {
  let product: Product;
  let buyer: Shopping;

  beforeAll(async () => {
    product = await startProduct();
  });
  beforeEach(async () => {
    buyer = await product.guest();
  });
  afterAll(() => product.stop());

  const page = (variables: object) =>
    buyer.client.ask(
      `query ($first: Int! = 20, $after: String, $status: CheckoutStatus) {
        checkouts(tenantId: "alpha", first: $first, after: $after, status: $status) { nodes { id status } endCursor } }`,
      { ...variables },
    );
  const walk = async (first: number): Promise<string[]> => {
    const seen: string[] = [];
    for (let after: string | null = null, turn = 0; turn < 20; turn += 1) {
      const { nodes, endCursor }: any = await page({ first, after });
      seen.push(...nodes.map(({ id }: any) => id));
      if (endCursor === null) return seen;
      after = endCursor;
    }
    throw new Error('The list does not end');
  };
  const started = async (): Promise<string> => (await buyer.start(await buyer.cart({ PATTERN: 1 }))).checkout.id;

  it('shows each state apart; payment_pending are the abandoned ones [SG-5]', async () => {
    const pending = await started();
    const cancelled = await started();
    await buyer.cancel(cancelled);
    const { id: open } = await buyer.toPayment({ PATTERN: 1 });
    const listed = async (status: string) => (await page({ status })).nodes.map(({ id }: any) => id);
    expect(await listed('pending')).toEqual([pending]);
    expect(await listed('cancelled')).toEqual([cancelled]);
    expect(await listed('payment_pending')).toEqual([open]);
    expect(await listed('completed')).toEqual([]);
    expect(await walk(100)).toEqual([open, cancelled, pending]);
  });

  it('pages newest first without losing or repeating one [SG-5]', async () => {
    const ids: string[] = [];
    for (let count = 0; count < 5; count += 1) ids.push(await started());
    expect(await walk(2)).toEqual(ids.toReversed());
  });

  it('loses none of several checkouts that began in the same millisecond [SG-5]', async () => {
    product.clock.freeze();
    try {
      const ids = [await started(), await started(), await started()];
      expect((await walk(1)).toSorted()).toEqual(ids.toSorted());
    } finally {
      product.clock.thaw();
    }
  });

  it('shows nobody else’s [GW-2]', async () => {
    await started();
    const other = await product.guest();
    expect(await other.client.ask('{ checkouts(tenantId: "alpha") { nodes { id } endCursor } }')).toEqual({
      nodes: [],
      endCursor: null,
    });
  });

  it('lists orders of the owner alone, with paging [OR-1]', async () => {
    const paid: string[] = [];
    for (let count = 0; count < 3; count += 1) {
      const { checkout } = await buyer.start(await buyer.cart({ MUG: 1 }), { shippingAddress: PARIS });
      const { url } = (await buyer.pay(checkout.id)).checkout.nextAction;
      await submitPage(url, 'pay');
      await until(
        () => buyer.status(checkout.id),
        ({ status }) => status === 'completed',
        'completion',
      );
      paid.push(checkout.id);
    }
    const first = await buyer.client.ask('{ myOrders(tenantId: "alpha", first: 2) { nodes { id status } endCursor } }');
    const query =
      'query ($after: String) { myOrders(tenantId: "alpha", first: 2, after: $after) { nodes { id status } endCursor } }';
    const second = await buyer.client.ask(query, { after: first.endCursor });
    expect([...first.nodes, ...second.nodes]).toEqual(paid.toReversed().map((id) => ({ id, status: 'paid' })));
    expect(second.endCursor).toBeNull();
    const other = await product.guest();
    const stranger = await other.client.send('query ($id: ID!) { order(tenantId: "alpha", orderId: $id) { id } }', {
      id: paid[0],
    });
    expect(stranger.errors).toMatchObject([{ path: ['order'], extensions: { code: 'NOT_FOUND' } }]);
  });
});
