import { randomUUID } from 'node:crypto';
import type { Cart, Checkout, Order, Product, ShippingOption } from './graphql/answers.js';
import {
  ADD_ITEM,
  CREATE_CART,
  GUEST,
  MY_ORDERS,
  PAY,
  SEARCH,
  SELECT_SHIPPING,
  SET_ADDRESS,
  SHIPPING_OPTIONS,
  START_CHECKOUT,
  STATUS,
  STORED_STATUS,
} from './graphql/documents.js';
import { expectSome } from './expect.js';
import { GatewayClient } from './graphql/gateway-client.js';
import { sellerOf } from './sellers.js';

/** Who buys, and where it goes. */
export const EMAIL = 'guest@demo.comptoir.example';
export const ADDRESS = {
  name: 'Noé Garnier',
  line1: '12 rue des Teinturiers',
  city: 'Avignon',
  postalCode: '84000',
  country: 'FR',
};

/** Where the shop wants its buyers back; one of the tenant's redirect origins. Nothing needs to listen there. */
export const THANKS_URL = 'http://localhost:3000/thank-you';
const BASKET_URL = 'http://localhost:3000/basket';

interface Changed {
  readonly checkout: Checkout;
}

/** A guest with a session of its own: one method for each thing a buyer's client does. */
export class Buyer {
  private constructor(
    readonly id: string,
    private readonly tenantId: string,
    private readonly gateway: GatewayClient,
  ) {}

  /** A new guest of a seller; of the first shop unless told otherwise. */
  static async arrive(endpoint: string, tenantId = sellerOf('retail').id): Promise<Buyer> {
    const { session } = await new GatewayClient(endpoint).mutate<{
      session: { accessToken: string; principal: { id: string; type: string } };
    }>('createGuestSession', GUEST, { tenantId });
    return new Buyer(session.principal.id, tenantId, new GatewayClient(endpoint, session.accessToken));
  }

  async search(query: string): Promise<{ totalMatches: number; nodes: readonly Product[] }> {
    type Found = { catalogSearch: { totalMatches: number; nodes: Product[] } };
    return (await this.ask<Found>(SEARCH, { query })).catalogSearch;
  }

  /** A cart with these units. */
  async startCart(items: readonly { sku: string; quantity: number }[]): Promise<Cart> {
    let { cart } = await this.change<{ cart: Cart }>('createCart', CREATE_CART, {});
    for (const item of items) {
      const input = { cartId: cart.id, ...item };
      cart = (await this.change<{ cart: Cart }>('addCartItem', ADD_ITEM, { input })).cart;
    }
    return cart;
  }

  /** A cart with these units, and an address. */
  async fillCart(items: readonly { sku: string; quantity: number }[]): Promise<Cart> {
    const cart = await this.startCart(items);
    const input = { cartId: cart.id, address: ADDRESS };
    return (await this.change<{ cart: Cart }>('setCartAddress', SET_ADDRESS, { input })).cart;
  }

  async startCheckout(cartId: string): Promise<Checkout> {
    const variables = { input: { subject: { cart: cartId }, email: EMAIL }, key: randomUUID() };
    return (await this.change<Changed>('startCheckout', START_CHECKOUT, variables)).checkout;
  }

  async shippingOptions(checkoutId: string): Promise<readonly ShippingOption[]> {
    type Found = { shippingOptions: { options: ShippingOption[] } };
    return (await this.ask<Found>(SHIPPING_OPTIONS, { checkoutId })).shippingOptions.options;
  }

  async selectShipping(checkoutId: string, { carrierId, serviceId }: ShippingOption): Promise<Checkout> {
    const input = { checkoutId, carrierId, serviceId };
    return (await this.change<Changed>('selectShipping', SELECT_SHIPPING, { input })).checkout;
  }

  /** Opens a payment session; answers our page and the provider's. */
  async openPayment(checkoutId: string): Promise<{ checkout: Checkout; url: string; landingUrl: string }> {
    const input = { checkoutId, successUrl: THANKS_URL, cancelUrl: BASKET_URL };
    const { checkout } = await this.change<Changed>('createPaymentSession', PAY, { input, key: randomUUID() });
    const { url, landingUrl } = checkout.nextAction;
    return { checkout, url: expectSome('hosted page', url), landingUrl: expectSome('landing page', landingUrl) };
  }

  /** Where it stands. Asking heals: the gateway asks the provider about an open session. */
  async status(checkoutId: string): Promise<Checkout> {
    return (await this.ask<{ checkout: Checkout }>(STATUS, { checkoutId })).checkout;
  }

  /** Where it stands in the database; lists ask no provider. */
  async storedStatus(checkoutId: string): Promise<string> {
    type Found = { checkouts: { nodes: { id: string; status: string }[] } };
    const found = await this.ask<Found>(STORED_STATUS);
    return expectSome(
      'the checkout in the list',
      found.checkouts.nodes.find(({ id }) => id === checkoutId),
    ).status;
  }

  async orders(): Promise<readonly Order[]> {
    return (await this.ask<{ myOrders: { nodes: Order[] } }>(MY_ORDERS)).myOrders.nodes;
  }

  /** Any question to this seller. */
  ask<T>(document: string, variables: Readonly<Record<string, unknown>> = {}): Promise<T> {
    return this.gateway.query<T>(document, { tenantId: this.tenantId, ...variables });
  }

  /** Any change at this seller; it must succeed. */
  change<T>(field: string, document: string, variables: Readonly<Record<string, unknown>>): Promise<T> {
    return this.gateway.mutate<T>(field, document, { tenantId: this.tenantId, ...variables });
  }
}
