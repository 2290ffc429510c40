import { Inject, Injectable } from '@nestjs/common';
import { after, NotFound, times } from '@comptoir/kernel';
import {
  CARTS,
  CartEmpty,
  HandOffToSeller,
  KindMismatch,
  PUBLIC_ADDRESS,
  type CartPort,
  type CartView,
  type CheckoutCall,
  type CheckoutPort,
  type CheckoutSnapshot,
  type HandoffItem,
  type NextAction,
  type OpenCall,
  type Opening,
  type Pricing,
  type PublicAddress,
} from '@comptoir/tenant-kit';
import type { DirectorySettings } from './directory.settings.js';
import { linkId } from './link.js';
import { Links } from './links.service.js';

const DAY_MS = 24 * 3_600_000;
const DEFAULT_LINK_DAYS = 30;

/** What is kept with the checkout: the words the buyer was given, even if the tenant changes its own later. */
interface ReferralSubject {
  readonly type: 'cart';
  readonly cartId: string;
  readonly seller: string;
  readonly storefrontUrl: string;
  readonly disclaimer: string;
  /** Targets by cart line. */
  readonly targets: Readonly<Record<string, string>>;
}

/** How a directory tenant sells: it refers the buyer onward. Nothing is held and nothing is paid. */
@Injectable()
export class DirectoryCheckoutPort implements CheckoutPort {
  constructor(
    @Inject(CARTS) private readonly carts: CartPort,
    @Inject(PUBLIC_ADDRESS) private readonly address: PublicAddress,
    private readonly links: Links,
  ) {}

  async open({ tenant, ownerId, subject }: OpenCall): Promise<Opening> {
    if (subject.type !== 'cart') throw new KindMismatch('directory-handoff', subject.type);
    const cartId = String(subject['cartId']);
    const cart = await this.carts.read(tenant, cartId, ownerId);
    if (!cart) throw new NotFound('cart');
    if (cart.lines.length === 0) throw new CartEmpty();
    const { storefrontUrl, disclaimer, productUrl } = settingsOf(tenant.tenant.settings);
    const targets = productUrl ? targetsOf(cart, productUrl) : {};
    const kept = { type: 'cart', cartId, seller: tenant.tenant.name, storefrontUrl, disclaimer, targets };
    return { subject: kept, currency: cart.currency, shippingAddress: null, checkoutId: null };
  }

  async validate(call: CheckoutCall): Promise<void> {
    if ((await this.cart(call)).lines.length === 0) throw new CartEmpty();
  }

  async price(call: CheckoutCall): Promise<Pricing> {
    const lines = (await this.cart(call)).lines.map(({ id, sku, title, quantity, unitPrice }) => {
      return { id, sku, title, quantity, unitPrice, total: times(unitPrice, quantity) };
    });
    return { lines, shipping: 0, tax: 0, discount: 0, includedTax: 0, requiresAddress: false, shippingOption: null };
  }

  /** The only step of its own: one tracked link per article that has an address. */
  async issueLinks({ tenant, checkout, now }: CheckoutCall): Promise<void> {
    const { targets } = referral(checkout);
    const days = settingsOf(tenant.tenant.settings).linkDays ?? DEFAULT_LINK_DAYS;
    for (const [lineId, target] of Object.entries(targets)) {
      const id = linkId(checkout, lineId);
      await this.links.issue(tenant, { id, checkoutId: checkout.id, target, expiresAt: after(now, days * DAY_MS) });
    }
  }

  nextAction(checkout: CheckoutSnapshot): NextAction | null {
    if (checkout.status !== 'handed_off') return null;
    const { seller, storefrontUrl, disclaimer, targets } = referral(checkout);
    const items: HandoffItem[] = (checkout.pricing?.lines ?? []).map(({ id, title, quantity }) => {
      const link = targets[id] ? `${this.address.get()}/r/${checkout.tenantId}/${linkId(checkout, id)}` : null;
      return { title, quantity, link };
    });
    return new HandOffToSeller('Send the buyer to the seller.', { seller, storefrontUrl, items, disclaimer });
  }

  describe(checkout: CheckoutSnapshot): Record<string, unknown> {
    return { cartId: referral(checkout).cartId };
  }

  /** Nothing is set aside at a seller that is not here. */
  hold(): Promise<void> {
    return Promise.resolve();
  }

  release(): Promise<void> {
    return Promise.resolve();
  }

  draft(): Promise<Record<string, unknown>> {
    return Promise.resolve({});
  }

  discard(): Promise<void> {
    return Promise.resolve();
  }

  fulfil(): Promise<void> {
    return Promise.resolve();
  }

  cancel(): Promise<void> {
    return Promise.resolve();
  }

  private async cart({ tenant, checkout }: CheckoutCall): Promise<CartView> {
    const cart = await this.carts.read(tenant, referral(checkout).cartId, checkout.ownerId);
    if (!cart) throw new NotFound('cart');
    return cart;
  }
}

/** Stored by {@link DirectoryCheckoutPort.open}. */
function referral({ subject }: CheckoutSnapshot): ReferralSubject {
  return subject as unknown as ReferralSubject;
}

/** Validated against {@link DirectorySettings} when the tenant was stored. */
function settingsOf(settings: Record<string, unknown>): DirectorySettings {
  return settings as unknown as DirectorySettings;
}

function targetsOf(cart: CartView, productUrl: string): Record<string, string> {
  return Object.fromEntries(
    cart.lines.map(({ id, productId }) => [id, productUrl.replace('{productId}', encodeURIComponent(productId))]),
  );
}
