import { key, type Client } from './client.js';

const PROBLEM = '... on Problem { code message retryable retryAfterSeconds advice details { path code message } }';

const CHECKOUT = `
  __typename ${PROBLEM}
  ... on CheckoutSucceeded { replayed checkout { ...Shown } }`;

/** What a checkout operation answers; only those that hold can be short of something. */
const answerOf = (field: string): string =>
  field === 'cancelCheckout' ? CHECKOUT : `${CHECKOUT} ... on InventoryUnavailable { sku requested available }`;

const SHOWN = `fragment Shown on Checkout {
  id tenantId kind status terminal stale nextPollAfterMs currentStep completedSteps email expiresAt
  lines { sku quantity unitPrice total } totals { currency subtotal shipping tax discount total includedTax }
  shippingOption { carrierId serviceId price } shippingAddress { city country }
  steps { name state attempt } failure { code retryable } paymentSession { id provider rail state amount url routing { score reasons skipped { provider reason } } }
  order { id status totals { total } }
  nextAction { __typename ... on PayAtUrl { url landingUrl expiresAt } ... on Wait { afterMs }
    ... on PayOffline { instructions reference owed: amount currency landingUrl expiresAt }
    ... on ConfirmPayment { clientSecret publishableKey account returnUrl confirmBy: expiresAt }
    ... on AnswerChallenge { challengeUrl: url answerBy: expiresAt } }
  ... on RetailCheckout { cartId }
}`;

const CART = `id tenantId currency subtotal itemCount purchasable requiresShipping locked completed deliveryEligible
  deliveryCoverage { country } shippingAddress { city } lines { id sku quantity unitPrice total available }`;

const KEYED = {
  startCheckout: 'StartCheckoutInput',
  createPaymentSession: 'CreatePaymentSessionInput',
  retryCheckout: 'CheckoutIdInput',
  cancelCheckout: 'CheckoutIdInput',
} as const;

/** Operations that hold, pay or destroy: they need an idempotency key. */
export type KeyedField = keyof typeof KEYED;

type CartField = 'addCartItem' | 'updateCartItem' | 'removeCartItem' | 'clearCart' | 'setCartAddress';

export const PARIS = { name: 'A. Buyer', line1: '1 rue de Test', city: 'Paris', postalCode: '75001', country: 'FR' };

/** A buyer's way through one tenant, one method per operation. Results are the union members as they came. */
export class Shopping {
  constructor(
    readonly client: Client,
    readonly tenantId: string,
  ) {}

  async cart(lines: Record<string, number> = { MUG: 2 }): Promise<string> {
    const created = await this.client.ask(
      `mutation ($tenantId: ID!) { createCart(tenantId: $tenantId, input: {}) { ... on CartSucceeded { cart { id } } } }`,
      { tenantId: this.tenantId },
    );
    for (const [sku, quantity] of Object.entries(lines)) {
      const added = await this.add(created.cart.id, sku, quantity);
      if (added.__typename !== 'CartSucceeded') throw new Error(`${sku} was not added: ${added.code}`);
    }
    return created.cart.id;
  }

  add(cartId: string, sku: string, quantity: number): Promise<any> {
    return this.client.ask(
      `mutation ($tenantId: ID!, $input: AddCartItemInput!) { addCartItem(tenantId: $tenantId, input: $input) {
        __typename ${PROBLEM} ... on CartSucceeded { cart { id locked completed subtotal lines { id sku quantity } } } } }`,
      { tenantId: this.tenantId, input: { cartId, sku, quantity } },
    );
  }

  start(cart: string, options: { key?: string | null; email?: string; shippingAddress?: object } = {}): Promise<any> {
    const { key: idempotencyKey = key(), email = 'buyer@example.com', ...rest } = options;
    return this.mutate('startCheckout', 'StartCheckoutInput', { subject: { cart }, email, ...rest }, idempotencyKey);
  }

  update(checkoutId: string, change: object): Promise<any> {
    return this.mutate('updateCheckout', 'UpdateCheckoutInput', { checkoutId, ...change });
  }

  select(checkoutId: string, carrierId: string, serviceId: string): Promise<any> {
    return this.mutate('selectShipping', 'SelectShippingInput', { checkoutId, carrierId, serviceId });
  }

  pay(
    checkoutId: string,
    options: { key?: string; successUrl?: string; cancelUrl?: string; rail?: string; locale?: string } = {},
  ): Promise<any> {
    const { key: idempotencyKey = key(), ...rest } = options;
    return this.mutate('createPaymentSession', 'CreatePaymentSessionInput', { checkoutId, ...rest }, idempotencyKey);
  }

  retry(checkoutId: string): Promise<any> {
    return this.mutate('retryCheckout', 'CheckoutIdInput', { checkoutId }, key());
  }

  cancel(checkoutId: string, idempotencyKey: string = key()): Promise<any> {
    return this.mutate('cancelCheckout', 'CheckoutIdInput', { checkoutId }, idempotencyKey);
  }

  /** One of the four operations that need a key, as text and variables: for whoever plays with key and headers. */
  keyed(field: KeyedField, input: object, idempotencyKey?: string | null): { query: string; variables: object } {
    return {
      query: `mutation ($tenantId: ID!, $input: ${KEYED[field]}!, $key: IdempotencyKey) {
        ${field}(tenantId: $tenantId, input: $input, idempotencyKey: $key) { ${answerOf(field)} } } ${SHOWN}`,
      variables: { tenantId: this.tenantId, input, key: idempotencyKey },
    };
  }

  /** One of your carts. */
  show(cartId: string): Promise<any> {
    return this.client.ask(
      `query ($tenantId: ID!, $cartId: ID!) { cart(tenantId: $tenantId, cartId: $cartId) { ${CART} } }`,
      {
        tenantId: this.tenantId,
        cartId,
      },
    );
  }

  /** Any change of a cart. */
  change(field: CartField, input: object): Promise<any> {
    const type = `${field[0]!.toUpperCase()}${field.slice(1)}Input`;
    return this.client.ask(
      `mutation ($tenantId: ID!, $input: ${type}!) { ${field}(tenantId: $tenantId, input: $input) {
        __typename ${PROBLEM} ... on CartSucceeded { cart { ${CART} } } } }`,
      { tenantId: this.tenantId, input },
    );
  }

  status(checkoutId: string): Promise<any> {
    return this.client.ask(
      `query ($tenantId: ID!, $checkoutId: ID!) { checkout(tenantId: $tenantId, checkoutId: $checkoutId) { ...Shown } } ${SHOWN}`,
      { tenantId: this.tenantId, checkoutId },
    );
  }

  /** How many of a SKU can be bought just now. */
  async available(productId: string): Promise<number> {
    const product = await this.client.ask(
      `query ($tenantId: ID!, $id: ID!) { product(tenantId: $tenantId, id: $id) { variants { available } } }`,
      { tenantId: this.tenantId, id: productId },
    );
    return product.variants[0].available;
  }

  /** A checkout with a payment page open: its id and the page. */
  async toPayment(
    lines?: Record<string, number>,
  ): Promise<{ id: string; url: string; landingUrl: string; total: number }> {
    const started = await this.start(await this.cart(lines), { shippingAddress: PARIS });
    const opened = await this.pay(started.checkout.id);
    const { nextAction, totals } = opened.checkout;
    return { id: started.checkout.id, url: nextAction.url, landingUrl: nextAction.landingUrl, total: totals.total };
  }

  /** Buys to the end: the id of the completed checkout, and so of its order. */
  async bought(lines?: Record<string, number>): Promise<string> {
    const { id, url } = await this.toPayment(lines);
    await submitPage(url, 'pay');
    await until(
      () => this.status(id),
      ({ status, terminal }) => status === 'completed' && terminal,
      'completion',
    );
    return id;
  }

  private mutate(field: string, inputType: string, input: object, idempotencyKey?: string | null): Promise<any> {
    const keyed = idempotencyKey !== undefined;
    const declared = keyed ? ', $key: IdempotencyKey' : '';
    const passed = keyed ? ', idempotencyKey: $key' : '';
    return this.client.ask(
      `mutation ($tenantId: ID!, $input: ${inputType}!${declared}) {
        ${field}(tenantId: $tenantId, input: $input${passed}) { ${answerOf(field)} } } ${SHOWN}`,
      { tenantId: this.tenantId, input, ...(keyed ? { key: idempotencyKey } : {}) },
    );
  }
}

/** Submits the hosted test page as a browser would. */
export async function submitPage(url: string, choice: string): Promise<{ status: number; location: string | null }> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ choice }).toString(),
    redirect: 'manual',
  });
  await response.arrayBuffer();
  return { status: response.status, location: response.headers.get('location') };
}

/** No matter of time: machines differ, and Jest has a limit of its own. */
const PATIENCE_MS = 180_000;

/** Asks until the answer is as wanted; a wait without end fails with the last answer. */
export async function until<T>(ask: () => Promise<T>, wanted: (answer: T) => boolean, what: string): Promise<T> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const answer = await ask();
    if (wanted(answer)) return answer;
    if (Date.now() > deadline) throw new Error(`Waited in vain for ${what}; last: ${JSON.stringify(answer)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
