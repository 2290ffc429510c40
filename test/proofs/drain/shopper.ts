import { PARIS, submitPage } from '../../setup/shopping.js';
import { CallerConnection, type Fate } from './connection.js';

const GUEST =
  'mutation ($tenantId: ID!) { createGuestSession(tenantId: $tenantId) { ... on CreateGuestSessionSucceeded { session { accessToken } } } }';
const CART =
  'mutation ($tenantId: ID!) { createCart(tenantId: $tenantId, input: {}) { ... on CartSucceeded { cart { id } } } }';
const ADD =
  'mutation ($tenantId: ID!, $input: AddCartItemInput!) { addCartItem(tenantId: $tenantId, input: $input) { ... on Problem { code } ... on CartSucceeded { cart { id } } } }';
const PAYING =
  '... on Problem { code } ... on CheckoutSucceeded { checkout { id nextAction { ... on PayAtUrl { url } } } }';
const START = `mutation ($tenantId: ID!, $input: StartCheckoutInput!, $key: IdempotencyKey) { startCheckout(tenantId: $tenantId, input: $input, idempotencyKey: $key) { ${PAYING} } }`;
const PAY = `mutation ($tenantId: ID!, $input: CreatePaymentSessionInput!, $key: IdempotencyKey) { createPaymentSession(tenantId: $tenantId, input: $input, idempotencyKey: $key) { ${PAYING} } }`;
const STATUS =
  'query ($tenantId: ID!, $id: ID!) { checkout(tenantId: $tenantId, checkoutId: $id) { status terminal } }';

/** Buys without a pause over one connection, until he is told to stop or is cut off. */
export class Shopper {
  readonly connection: CallerConnection;
  private stopped = false;
  private token: string | null = null;

  constructor(
    url: string,
    private readonly tenantId: string,
    private readonly sku: string,
  ) {
    this.connection = new CallerConnection(url);
  }

  async shop(): Promise<void> {
    while (!this.stopped) await this.buy();
    this.connection.close();
  }

  stop(): void {
    this.stopped = true;
  }

  /** One purchase; the first request without an answer is the last one. */
  private async buy(): Promise<void> {
    const session = await this.ask('guest', GUEST, {});
    this.token = session?.session.accessToken ?? null;
    const cart = (await this.ask('cart', CART, {}))?.cart.id;
    await this.ask('add', ADD, { input: { cartId: cart, sku: this.sku, quantity: 1 } });
    const input = { subject: { cart }, email: 'a@example.com', shippingAddress: PARIS };
    const checkoutId = (await this.ask('start', START, { input, key: crypto.randomUUID() }))?.checkout?.id;
    const paying = await this.ask('pay', PAY, { input: { checkoutId }, key: crypto.randomUUID() });
    const page = paying?.checkout?.nextAction.url;
    if (page) await submitPage(page, 'pay');
    await this.ask('status', STATUS, { id: checkoutId });
  }

  private async ask(what: string, query: string, variables: object): Promise<any> {
    if (this.stopped) return null;
    const headers: Record<string, string> = this.token ? { authorization: `Bearer ${this.token}` } : {};
    const body = { query, variables: { tenantId: this.tenantId, ...variables } };
    const fate = await this.connection.post(what, '/graphql', body, headers);
    if (fate.error !== null) this.stopped = true;
    return dataOf(fate);
  }
}

function dataOf({ body }: Fate): any {
  return body?.data ? Object.values(body.data)[0] : null;
}
