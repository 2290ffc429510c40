import Stripe from 'stripe';
import { applicationKey } from '../../../setup/application-key.js';
import { startProduct, type Product } from '../../../setup/product.js';

/** A gateway, and the official SDK of Stripe pointed at it with a key of an application. */
export interface Shop {
  readonly product: Product;
  /** As the clients of Stripe want it spelled. */
  readonly key: string;
  readonly stripe: Stripe;
}

export async function openShop(): Promise<Shop> {
  const product = await startProduct();
  try {
    const { secret } = await applicationKey(await product.seller(), 'alpha');
    const key = secret.replace('ck_', 'rk_test_');
    return { product, key, stripe: sdk(product, key) };
  } catch (error) {
    // What is left running would keep Jest from ending.
    await product.stop();
    throw error;
  }
}

export function sdk({ url }: Pick<Product, 'url'>, key: string, options: Stripe.StripeConfig = {}): Stripe {
  const { hostname, port } = new URL(url);
  const here = { host: hostname, port, protocol: 'http', telemetry: false, maxNetworkRetries: 0 } as const;
  return new Stripe(key, { ...here, ...options });
}

/** Two mugs and a lamp at prices of the caller: 170.00 EUR. */
export const ORDER = {
  mode: 'payment',
  line_items: [line('Mug', 1250, 2), line('Lamp', 14_500, 1)],
  success_url: 'https://shop.example/thanks?session={CHECKOUT_SESSION_ID}',
} satisfies Stripe.Checkout.SessionCreateParams;

export function line(name: string, unit_amount: number, quantity: number, currency = 'eur') {
  return { quantity, price_data: { currency, unit_amount, product_data: { name } } };
}
