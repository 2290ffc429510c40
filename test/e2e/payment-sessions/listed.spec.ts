import { MongoClient, type Collection } from 'mongodb';
import { Config } from '#platform';
import { applicationKey } from '../../setup/application-key.js';
import { Client } from '../../setup/client.js';
import { startProduct, type Product } from '../../setup/product.js';
import { submitPage, until, type Shopping } from '../../setup/shopping.js';
import { signIn } from '../../setup/sign-in.js';

const SHOWN = 'id checkoutId status paymentStatus amount currency url paymentId email live reference';
const LIST = `query ($t: ID!, $limit: Int, $status: PaymentSessionStatus, $payment: ID, $email: EmailAddress,
  $from: DateTime, $before: DateTime, $after: ID, $prior: ID) {
  paymentSessions(tenantId: $t, limit: $limit, status: $status, paymentId: $payment, email: $email, createdFrom: $from,
    createdBefore: $before, after: $after, before: $prior) { hasMore nodes { ${SHOWN} createdAt } } }`;
const ONE = `query ($t: ID!, $s: ID!) { paymentSession(tenantId: $t, sessionId: $s) { ${SHOWN} } }`;
const LINES = `query ($t: ID!, $s: ID!, $limit: Int, $after: ID, $prior: ID) {
  paymentSessionLines(tenantId: $t, sessionId: $s, limit: $limit, after: $after, before: $prior) {
    hasMore nodes { id title quantity unitPrice total } } }`;
const REPAIR = `mutation { repairPaymentSessions(tenantId: "alpha") {
  ... on RepairPaymentSessionsSucceeded { checked endCursor } ... on Problem { code } } }`;

describe('the list of payment sessions', () => {
  let product: Product;
  let buyer: Shopping;
  let application: Client;
  let rows: Collection<any>;
  let mongo: MongoClient;

  beforeAll(async () => {
    product = await startProduct();
    buyer = await product.guest();
    application = new Client(product.url, (await applicationKey(await product.seller(), 'alpha')).secret);
    const { MONGODB_URI, MONGODB_DATABASE } = product.gateway.app.get(Config);
    mongo = await new MongoClient(MONGODB_URI).connect();
    rows = mongo.db(MONGODB_DATABASE).collection('payment-sessions');
  });
  afterAll(async () => {
    await mongo?.close();
    await product.stop();
  });

  const list = async (filter: object = {}, client = application, t = 'alpha') => client.ask(LIST, { t, ...filter });
  /** Listed as wanted, by whichever of the gateways works on it. */
  const listed = (id: string, status: string): Promise<any> =>
    until(
      async () => (await list({ limit: 100 })).nodes.find((node: any) => node.checkoutId === id) ?? null,
      (node) => node?.status === status,
      `${id} to be listed as ${status}`,
    );
  const bought = async () => {
    const { id, url } = await buyer.toPayment({ PATTERN: 1 });
    await submitPage(url, 'pay');
    return listed(id, 'complete');
  };

  it('follows each session from the open page to the money, and to its end', async () => {
    const { id, url, total } = await buyer.toPayment({ PATTERN: 1 });
    const open = await listed(id, 'open');
    expect(open).toMatchObject({ paymentStatus: 'unpaid', amount: total, currency: 'EUR', url, live: false });
    expect(open).toMatchObject({ paymentId: null, email: 'buyer@example.com', reference: null });
    await submitPage(url, 'pay');
    const paid = await listed(id, 'complete');
    expect(paid).toMatchObject({
      id: open.id,
      paymentStatus: 'paid',
      url: null,
      paymentId: expect.stringMatching(/^pi_/),
    });
    const other = await buyer.toPayment({ PATTERN: 1 });
    await buyer.cancel(other.id);
    expect(await listed(other.id, 'expired')).toMatchObject({ paymentStatus: 'unpaid', url: null });
  });

  it('is read from rows of our own: the provider is not asked', async () => {
    await bought();
    const before = product.stripe.requests.length;
    await list();
    expect(product.stripe.requests.length).toBe(before);
  });

  it('is narrowed by status, payment, buyer and time', async () => {
    const one = await bought();
    const { nodes } = await list({ payment: one.paymentId });
    expect(nodes.map(({ id }: any) => id)).toEqual([one.id]);
    expect((await list({ status: 'expired', payment: one.paymentId })).nodes).toEqual([]);
    expect((await list({ email: 'nobody@example.com' })).nodes).toEqual([]);
    expect((await list({ email: 'buyer@example.com', payment: one.paymentId })).nodes).toHaveLength(1);
    const at = one.createdAt;
    expect((await list({ from: at, payment: one.paymentId })).nodes).toHaveLength(1);
    expect((await list({ before: at, payment: one.paymentId })).nodes).toEqual([]);
  });

  it('is walked in both directions, and each session comes once [PS-2]', async () => {
    for (let more = 0; more < 3; more += 1) await bought();
    const all = (await list({ limit: 100 })).nodes.map(({ id }: any) => id);
    const forth: string[] = [];
    for (let after: string | undefined; ; after = forth.at(-1)) {
      const page = await list({ limit: 2, after });
      forth.push(...page.nodes.map(({ id }: any) => id));
      if (!page.hasMore) break;
    }
    expect(forth).toEqual(all);
    const back = await list({ limit: 2, prior: all[3] });
    expect(back).toMatchObject({ hasMore: true, nodes: [{ id: all[1] }, { id: all[2] }] });
    expect(await list({ limit: 5, prior: all[1] })).toMatchObject({ hasMore: false, nodes: [{ id: all[0] }] });
  });

  it('refuses a page of no size, an end that is none, and two ends', async () => {
    const refused = async (variables: object) =>
      (await application.send(LIST, { t: 'alpha', ...variables })).errors?.[0].extensions.code;
    expect(await refused({ limit: 0 })).toBe('INVALID_INPUT');
    expect(await refused({ limit: 101 })).toBe('INVALID_INPUT');
    expect(await refused({ after: 'ps_nothing' })).toBe('NOT_FOUND');
    const { nodes } = await list();
    expect(await refused({ after: nodes[0].id, prior: nodes[1].id })).toBe('INVALID_INPUT');
  });

  it('shows the lines that were asked for, page by page', async () => {
    const { id, total } = await buyer.toPayment({ PATTERN: 2, MUG: 1 });
    const session = await listed(id, 'open');
    const { nodes, hasMore } = await application.ask(LINES, { t: 'alpha', s: session.id });
    expect([nodes.length, hasMore]).toEqual([2, false]);
    expect(nodes).toContainEqual(expect.objectContaining({ title: 'Sewing Pattern', quantity: 2, total: 800 }));
    const first = await application.ask(LINES, { t: 'alpha', s: session.id, limit: 1 });
    expect(first).toEqual({ hasMore: true, nodes: [nodes[0]] });
    const second = await application.ask(LINES, { t: 'alpha', s: session.id, after: nodes[0].id });
    expect(second).toEqual({ hasMore: false, nodes: [nodes[1]] });
    expect(total).toBe(2050 + 500);
    await buyer.cancel(id);
  });

  it('shows a buyer with an account only what is theirs, and a guest nothing', async () => {
    await bought();
    const shopper = await signIn(product.gateway, 'alpha', 'shopper');
    expect((await list({}, shopper)).nodes).toEqual([]);
    const { nodes } = await list();
    const { errors } = await shopper.send(ONE, { t: 'alpha', s: nodes[0].id });
    expect(errors![0].extensions.code).toBe('NOT_FOUND');
    const guest = await buyer.client.send(LIST, { t: 'alpha' });
    expect(guest.errors![0].extensions.code).toBe('SCOPE_INSUFFICIENT');
    expect((await list({}, await product.seller())).nodes.length).toBe(nodes.length);
  });

  it('heals when one session is read: money is found that nobody told of', async () => {
    const quiet = await startProduct({ webhooks: false });
    try {
      const key = await applicationKey(await quiet.seller(), 'alpha');
      const reader = new Client(quiet.url, key.secret);
      const { id, url } = await (await quiet.guest()).toPayment({ PATTERN: 1 });
      const first = await until(
        () => list({}, reader),
        ({ nodes }) => nodes.length === 1,
        'the session to be listed',
      );
      await submitPage(url, 'pay');
      const session = await reader.ask(ONE, { t: 'alpha', s: first.nodes[0].id });
      expect(session).toMatchObject({ checkoutId: id, status: 'complete', paymentStatus: 'paid' });
    } finally {
      await quiet.stop();
    }
  });

  it('is written anew from the checkouts, whatever became of its rows', async () => {
    const [lost, wrong, ahead] = [await bought(), await bought(), await bought()];
    const before = await rows.find({}).sort({ _id: 1 }).toArray();
    await rows.deleteOne({ _id: `alpha/${lost.id}` });
    await rows.updateOne({ _id: `alpha/${wrong.id}` }, { $set: { status: 'open', paymentStatus: 'unpaid' } });
    await rows.updateOne({ _id: `alpha/${ahead.id}` }, { $set: { status: 'expired', version: 1_000_000 } });
    const seller = await product.seller();
    expect(await seller.ask(REPAIR)).toMatchObject({ checked: expect.any(Number), endCursor: null });
    expect(await rows.find({}).sort({ _id: 1 }).toArray()).toEqual(before);
  });
});

describe('a payment session whose row is not written yet', () => {
  it('is noted in the very write that opened it, which makes the checkout due at once', async () => {
    const product = await startProduct({ sweepEveryMs: 60_000 });
    const { MONGODB_URI, MONGODB_DATABASE } = product.gateway.app.get(Config);
    const mongo = await new MongoClient(MONGODB_URI).connect();
    const db = mongo.db(MONGODB_DATABASE);
    try {
      const { id } = await (await product.guest()).toPayment({ PATTERN: 1 });
      const written: any = await db.collection<any>('checkouts').findOne({ _id: `alpha/${id}` });
      expect(written.untoldSessions).toEqual(written.payment.sessions.map((session: any) => session.id));
      expect(written.dueAt.getTime()).toBeLessThanOrEqual(product.clock.now().getTime());
      expect(await db.collection('payment-sessions').countDocuments()).toBe(0);
    } finally {
      await mongo.close();
      await product.stop();
    }
  });
});
