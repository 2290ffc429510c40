import { randomUUID } from 'node:crypto';
import type { Cart, Checkout, Order, Product, ShippingOption } from './answers.js';
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
} from './documents.js';
import { expectSome } from './expect.js';
import { GatewayClient } from './gateway-client.js';

/** Who buys at which tenant. */
const TENANT = 'maison-lumen';
const EMAIL = 'guest@demo.comptoir.example';
const ADDRESS = {
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
    private readonly gateway: GatewayClient,
  ) {}

  static async arrive(endpoint: string): Promise<Buyer> {
    const { session } = await new GatewayClient(endpoint).mutate<{
      session: { accessToken: string; principal: { id: string; type: string } };
    }>('createGuestSession', GUEST, { tenantId: TENANT });
    return new Buyer(session.principal.id, new GatewayClient(endpoint, session.accessToken));
  }

  async search(query: string): Promise<{ totalMatches: number; nodes: readonly Product[] }> {
    const variables = { tenantId: TENANT, query };
    const found = await this.gateway.query<{ catalogSearch: { totalMatches: number; nodes: Product[] } }>(
      SEARCH,
      variables,
    );
    return found.catalogSearch;
  }

  /** A cart with these units, and an address. */
  async fillCart(items: readonly { sku: string; quantity: number }[]): Promise<Cart> {
    const { cart } = await this.change<{ cart: Cart }>('createCart', CREATE_CART, {});
    for (const item of items) await this.change('addCartItem', ADD_ITEM, { input: { cartId: cart.id, ...item } });
    const input = { cartId: cart.id, address: ADDRESS };
    return (await this.change<{ cart: Cart }>('setCartAddress', SET_ADDRESS, { input })).cart;
  }

  async startCheckout(cartId: string): Promise<Checkout> {
    const variables = { input: { subject: { cart: cartId }, email: EMAIL }, key: randomUUID() };
    return (await this.change<Changed>('startCheckout', START_CHECKOUT, variables)).checkout;
  }

  async shippingOptions(checkoutId: string): Promise<readonly ShippingOption[]> {
    const variables = { tenantId: TENANT, checkoutId };
    const found = await this.gateway.query<{ shippingOptions: { options: ShippingOption[] } }>(
      SHIPPING_OPTIONS,
      variables,
    );
    return found.shippingOptions.options;
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
    return (await this.gateway.query<{ checkout: Checkout }>(STATUS, { tenantId: TENANT, checkoutId })).checkout;
  }

  /** Where it stands in the database; lists ask no provider. */
  async storedStatus(checkoutId: string): Promise<string> {
    const found = await this.gateway.query<{ checkouts: { nodes: { id: string; status: string }[] } }>(STORED_STATUS, {
      tenantId: TENANT,
    });
    return expectSome(
      'the checkout in the list',
      found.checkouts.nodes.find(({ id }) => id === checkoutId),
    ).status;
  }

  async orders(): Promise<readonly Order[]> {
    return (await this.gateway.query<{ myOrders: { nodes: Order[] } }>(MY_ORDERS, { tenantId: TENANT })).myOrders.nodes;
  }

  private change<T>(field: string, document: string, variables: Readonly<Record<string, unknown>>): Promise<T> {
    return this.gateway.mutate<T>(field, document, { tenantId: TENANT, ...variables });
  }
}
