import { Client, key } from '../../setup/client.js';
import { PARIS, Shopping, submitPage } from '../../setup/shopping.js';
import type { World } from '../framework/world.js';
import { eventsOf, post, signed } from '../webhooks/deliveries.js';
import type { Operation } from './declared.js';

export const SHOP = 'harbour';
export const SECRET = 'whsec_proof';

/** One caller with one operation, prepared up to the call itself; a repeat is the same call with the same key. */
export interface Caller {
  readonly operation: Operation;
  /** Answers `served`, `stale`, a problem's code, or what went wrong. */
  call(): Promise<string>;
  /** What a careful client does once the fault is over. `served` when it came through. */
  repeat(): Promise<string>;
  /** The checkout it is about, once there is one. */
  checkoutId(): string | null;
  readonly buyer: Shopping;
}

type Prepare = (url: string, world: World) => Promise<Caller>;

export const CALLERS: Readonly<Record<Operation, Prepare>> = {
  catalogue: async (url) => {
    const buyer = await shopper(url);
    const read = () =>
      answerOf(buyer.client, 'query ($t: ID!) { catalogSearch(tenantId: $t, limit: 20) { nodes { id } } }', {
        t: SHOP,
      });
    return { operation: 'catalogue', call: read, repeat: read, checkoutId: () => null, buyer };
  },
  cart: async (url) => {
    const buyer = await shopper(url);
    const cart = await buyer.cart({});
    const add = (): Promise<string> => told(async () => (await buyer.add(cart, 'MUG', 1)).code ?? 'served');
    // A cart change has no key: a careful client looks before it adds again.
    const repeat = (): Promise<string> =>
      told(async () => {
        const { lines } = await buyer.show(cart);
        if (lines.length === 0) return (await buyer.add(cart, 'MUG', 1)).code ?? 'served';
        return lines[0].quantity === 1 ? 'served' : `added ${lines[0].quantity} times`;
      });
    return { operation: 'cart', call: add, repeat, checkoutId: () => null, buyer };
  },
  start: async (url) => {
    const buyer = await shopper(url);
    const cart = await buyer.cart({ MUG: 1 });
    const same = key();
    let id: string | null = null;
    const start = (): Promise<string> =>
      told(async () => {
        const { code, checkout } = await buyer.start(cart, { key: same, shippingAddress: PARIS });
        id = checkout?.id ?? null;
        return code ?? 'served';
      });
    return { operation: 'start', call: start, repeat: start, checkoutId: () => id, buyer };
  },
  pay: async (url) => {
    const buyer = await shopper(url);
    const { checkout } = await buyer.start(await buyer.cart({ MUG: 1 }), { shippingAddress: PARIS });
    const same = key();
    const pay = (): Promise<string> => told(async () => (await buyer.pay(checkout.id, { key: same })).code ?? 'served');
    return { operation: 'pay', call: pay, repeat: pay, checkoutId: () => checkout.id, buyer };
  },
  status: async (url) => {
    const buyer = await shopper(url);
    const { id } = await buyer.toPayment({ MUG: 1 });
    const read = (): Promise<string> => told(async () => ((await buyer.status(id)).stale ? 'stale' : 'served'));
    return { operation: 'status', call: read, repeat: read, checkoutId: () => id, buyer };
  },
  webhook: async (url, { stripe }) => {
    const buyer = await shopper(url);
    const { id, url: page } = await buyer.toPayment({ MUG: 1 });
    await submitPage(page, 'pay');
    const event = (await eventsOf(stripe, id)).find(({ type }) => type === 'checkout.session.completed');
    if (!event) throw new Error(`The provider has no event about ${id}`);
    const report = (): Promise<string> =>
      told(async () => {
        const status = await post(url, signed(event.body, SECRET));
        return status === 200 ? 'served' : status === 503 ? 'SERVICE_UNAVAILABLE' : `status ${status}`;
      });
    return { operation: 'webhook', call: report, repeat: report, checkoutId: () => id, buyer };
  },
};

async function shopper(url: string): Promise<Shopping> {
  return new Shopping(await new Client(url).guest(SHOP), SHOP);
}

async function answerOf(client: Client, query: string, variables: Record<string, unknown>): Promise<string> {
  return told(async () => {
    await client.ask(query, variables);
    return 'served';
  });
}

/** `Client.ask` throws what GraphQL lists as errors: their code is the answer. Anything else is none. */
async function told(ask: () => Promise<string>): Promise<string> {
  try {
    return await ask();
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    return /"code":"([A-Z_]+)"/.exec(text)?.[1] ?? `no answer (${text})`;
  }
}
