import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Config } from '#platform';
import { startProduct, type Product } from '../../setup/product.js';
import { submitPage, until, type Shopping } from '../../setup/shopping.js';
import type { Listening } from './cli/listening.js';
import { startListening } from './cli/listening.js';

// Said by the spec of its other commands when it is not there.
const installed = existsSync(join(__dirname, 'cli', 'node_modules', '@stripe', 'cli'));

(installed ? describe : describe.skip)('stripe listen, of Stripe’s own command line', () => {
  let product: Product;
  let buyer: Shopping;
  let home: string;
  const running: Listening[] = [];

  beforeAll(async () => {
    // Nobody else brings the gateway an event: no endpoint at the provider, no reading of its list.
    product = await startProduct({ webhooks: false });
    buyer = await product.guest();
    home = await mkdtemp(join(tmpdir(), 'stripe-listen-'));
  });
  afterEach(() => Promise.all(running.splice(0).map((one) => one.interrupt())));
  afterAll(async () => {
    await product.stop();
    await rm(home, { recursive: true, force: true });
  });

  function stripeListen(...words: string[]): Listening {
    const one = startListening(product.stripe.url, home, ...words);
    running.push(one);
    return one;
  }

  /** A `listen` whose secret the gateway was told beforehand, as its manual says. */
  async function forwarding(): Promise<Listening> {
    const asked = stripeListen('--print-secret');
    await asked.printed(/whsec_\w+\s/);
    const secret = /whsec_\w+/.exec(asked.out())?.[0] ?? '';
    product.gateway.app.get(Config).STRIPE_WEBHOOK_SECRET.splice(0, 1, secret);
    const listening = stripeListen('--all-snapshot', '--forward-to', `${product.url}/webhooks/stripe/default`);
    await listening.printed(/Ready!/);
    expect(listening.out()).toContain(secret);
    return listening;
  }

  /** What the emulator knows of the latest `listen`. */
  async function latest(): Promise<View> {
    const answer = await fetch(`${product.stripe.url}/_emulator/listeners`);
    return ((await answer.json()) as { data: View[] }).data.at(-1)!;
  }

  it('brings the gateway the events that pay a checkout, and Ctrl-C ends it', async () => {
    const listening = await forwarding();
    const { id, url } = await buyer.toPayment();
    await submitPage(url, 'pay');
    // The gateway is not asked: what it knows, it was told.
    expect(await product.receipts(id)).toHaveLength(1);
    await listening.printed(/\[200\] POST .*\/webhooks\/stripe\/default/);
    expect(listening.out()).toContain('checkout.session.completed');
    expect(await listening.interrupt()).toBe(0);
    await until(latest, ({ connected }) => !connected, 'the listener to go');
    expect(Object.keys((await latest()).answers)).toEqual(['200']);
    expect(await buyer.status(id)).toMatchObject({ status: 'completed', order: { status: 'paid' } });
  });

  it('goes on bringing them after its connection broke', async () => {
    await forwarding();
    const { id, url } = await buyer.toPayment();
    expect(await latest()).toMatchObject({ connections: 1 });
    await fetch(`${product.stripe.url}/_emulator/listeners`, { method: 'DELETE' });
    await submitPage(url, 'pay');
    expect(await product.receipts(id)).toHaveLength(1);
    const settled = await until(latest, ({ unacknowledged }) => unacknowledged === 0, 'every event to arrive');
    expect(settled).toMatchObject({ connected: true, connections: 2 });
  });

  it('is refused by a gateway that knows another secret', async () => {
    const listening = await forwarding();
    product.gateway.app.get(Config).STRIPE_WEBHOOK_SECRET.splice(0, 1, 'whsec_another');
    const { url } = await buyer.toPayment();
    await submitPage(url, 'pay');
    await listening.printed(/checkout\.session\.completed[^]*\[400\] POST/);
    expect(Object.keys((await latest()).answers)).toEqual(['400']);
  });
});

interface View {
  readonly connected: boolean;
  readonly connections: number;
  readonly unacknowledged: number;
  readonly answers: Readonly<Record<string, number>>;
}
