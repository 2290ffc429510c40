import retail from '@comptoir/kind-retail';
import type {
  CartLineView,
  CheckoutCall,
  CheckoutPort,
  Pricing,
  ShippingRate,
  TenantContext,
} from '@comptoir/tenant-kit';
import { checkedPricing, totals } from '#product/libs/checkout/pricing/pricing.js';
import type { Offer } from '#product/libs/shop/catalog/offer.js';
import { priced, type PricedLines } from '#product/libs/shop/cart/cart-lines.js';
import { ShippingService } from '#shop';
import type { Random } from '../framework/random.js';
import { anyCurrency, anyPrice } from './amounts.js';
import type { CurrencyFacts } from './currencies.js';
import { halfUp, isCountable, refuses, same, total } from './oracle.js';
import { checkRequest } from './provider-request.js';
import { anyShop } from './tenants.js';

const PARIS = { name: 'A. Buyer', line1: '1 rue de Test', city: 'Paris', postalCode: '75001', country: 'FR' };
/** One in so many lines is no longer sold, or sold in another currency. */
const WITHDRAWN = 0.05;

interface Wish {
  readonly id: string;
  readonly productId: string;
  readonly sku: string;
  readonly quantity: number;
}

/** Shops are dear to make, carts are not: so each shop sees many carts. */
export class Carts {
  private shop: TenantContext | null = null;
  private currency: CurrencyFacts;
  private lines: CartLineView[] = [];
  private readonly port: CheckoutPort;

  constructor(private readonly random: Random) {
    const carts = { read: () => Promise.resolve(this.cart()) };
    this.port = new retail.checkout(carts, null, new ShippingService());
  }

  /** A cart of a shop, priced line by line and as a whole. False where Stripe cannot count in it. */
  async check(): Promise<boolean> {
    const { random } = this;
    if (!this.shop || random.next() < 0.02) {
      this.currency = anyCurrency(random);
      this.shop = anyShop(random, this.currency);
    }
    const { wishes, offers } = this.fill();
    const sold = wishes.filter(({ sku }) => offers.get(sku)?.currency === this.currency.code);
    const price = ({ sku, quantity }: Wish): bigint => BigInt(offers.get(sku)?.price ?? 0) * BigInt(quantity);
    const subtotal = total(sold.map(price));
    if (!isCountable(subtotal)) {
      refuses(() => priced(wishes, offers, this.currency.code), `a cart of ${subtotal}`);
      return false;
    }
    const { lines } = this.checkLines(wishes, offers, subtotal);
    if (lines.length === 0) return true;
    this.lines = lines;
    return this.checkWhole(this.shop, subtotal);
  }

  private checkLines(wishes: Wish[], offers: Map<string, Offer>, subtotal: bigint): PricedLines {
    const { code } = this.currency;
    const cart = priced(wishes, offers, code);
    same(cart.subtotal, subtotal, `the subtotal of ${wishes.length} lines in ${code}`);
    same(cart.lines.length + cart.withdrawn.length, wishes.length, 'the number of lines');
    for (const { sku, quantity, unitPrice, total: sum } of cart.lines) {
      same(unitPrice, offers.get(sku)?.price ?? -1, `the price of ${sku}`);
      same(sum, BigInt(unitPrice) * BigInt(quantity), `${quantity} times ${unitPrice}`);
    }
    return cart;
  }

  /** Through the kind and the platform's own check, as a checkout would be. */
  private async checkWhole(shop: TenantContext, subtotal: bigint): Promise<boolean> {
    const { code } = this.currency;
    const wanted = this.expected(shop, subtotal);
    const pricing: Pricing = await this.port.price(this.call(shop));
    if (!isCountable(subtotal + wanted.shipping)) {
      refuses(() => checkedPricing(pricing, code), `a total of ${subtotal} and ${wanted.shipping}`);
      return false;
    }
    const { total: whole, shipping, includedTax } = totals(checkedPricing(pricing, code), code);
    same(shipping, wanted.shipping, `delivery in ${code}`);
    same(includedTax, wanted.includedTax, `the tax included in ${subtotal} ${code}`);
    same(whole, subtotal + wanted.shipping, `the total of ${subtotal} and ${wanted.shipping} ${code}`);
    return whole === 0 || checkRequest(shop, pricing, this.currency, subtotal + wanted.shipping);
  }

  /** By hand: the cheapest rate of this currency by weight, and the share of the rate that prices include. */
  private expected({ tenant }: TenantContext, subtotal: bigint): { shipping: bigint; includedTax: bigint } {
    const delivered = this.lines.filter(({ requiresShipping }) => requiresShipping);
    const grams = total(delivered.map(({ weightGrams, quantity }) => BigInt(weightGrams) * BigInt(quantity)));
    const worth = total(delivered.map(({ unitPrice, quantity }) => BigInt(unitPrice) * BigInt(quantity)));
    const { rates } = tenant.settings['shipping'] as { rates: ShippingRate[] };
    const prices = rates
      .filter(({ currency = this.currency.code }) => currency === this.currency.code)
      .map((rate) => this.rateOf(rate, grams, worth));
    const cheapest = prices.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0))[0];
    const rate = BigInt(Number(tenant.settings['includedTaxRate']));
    return {
      shipping: delivered.length ? (cheapest ?? 0n) : 0n,
      includedTax: halfUp(subtotal, rate, 10_000n + rate),
    };
  }

  private rateOf({ basePrice, perKilogram, freeFrom }: ShippingRate, grams: bigint, worth: bigint): bigint {
    if (freeFrom !== undefined && worth >= BigInt(freeFrom)) return 0n;
    const step = this.currency.decimals === 3 ? 10n : 1n;
    return BigInt(basePrice) + halfUp(BigInt(perKilogram) * grams, 1n, 1000n * step) * step;
  }

  private fill(): { wishes: Wish[]; offers: Map<string, Offer> } {
    const { random, currency } = this;
    const offers = new Map<string, Offer>();
    const count = random.next() < 0.01 ? 100 : random.between(1, 5);
    const wishes = Array.from({ length: count }, (_, index): Wish => {
      const sku = `SKU${index}`;
      const delivered = random.next() < 0.7;
      const offer = { title: sku, price: anyPrice(random, currency), weightGrams: random.between(0, 30_000) };
      const kept = random.next() >= WITHDRAWN;
      const code = kept ? currency.code : currency.code === 'USD' ? 'EUR' : 'USD';
      offers.set(sku, { ...offer, productId: sku, sku, currency: code, requiresShipping: delivered, tracked: true });
      return { id: `l${index}`, productId: sku, sku, quantity: random.next() < 0.9 ? random.between(1, 20) : 10_000 };
    });
    return { wishes, offers };
  }

  private cart(): object {
    const { code: currency } = this.currency;
    return { id: 'cart', ownerId: 'guest', currency, lines: this.lines, shippingAddress: PARIS, checkoutId: null };
  }

  private call(tenant: TenantContext): CheckoutCall {
    const subject = { type: 'cart', cartId: 'cart' };
    const given = { subject, currency: this.currency.code, shippingAddress: PARIS, shippingChoice: null };
    const checkout = { ...given, id: 'chk', ownerId: 'guest' } as unknown as CheckoutCall['checkout'];
    const now = new Date(0);
    return { tenant, checkout, key: 'key', attempt: 1, now, deadline: now };
  }
}
