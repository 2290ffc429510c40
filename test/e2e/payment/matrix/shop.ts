import { setMoney } from '../../../setup/money.js';
import { PayingMachine } from '../../../setup/paying-machine.js';
import { ProviderView } from '../../../setup/provider-view.js';
import type { Shopping } from '../../../setup/shopping.js';
import { family, openTenant } from '../../../setup/tenants.js';
import { Bookkeeper, OFFLINE_ONLY } from '../../offline/transfers.js';
import type { Rail } from './matrix.js';
import type { Street } from './street.js';
import { Form } from './ways/form.js';
import { Machine } from './ways/machine.js';
import { Page } from './ways/page.js';
import { Transfer } from './ways/transfer.js';
import type { WayToPay } from './ways/way-to-pay.js';

const SELLER = 'potter';
const GOODS = [family('mug', 'Mug', 'Tableware', { sku: 'MUG', price: 1250, stock: 500, weightGrams: 400 })];

/** Of the seller who is paid by transfer alone: as short as it can be. */
const BY_TRANSFER = { ...OFFLINE_ONLY, offline: { ...OFFLINE_ONLY.offline, windowHours: 1 } };

/** A seller who is paid on one rail: on the platform's account, or on its own (mode `direct`). */
export class Shop {
  readonly tenantId = SELLER;
  readonly provider: ProviderView;

  private constructor(
    readonly street: Street,
    readonly rail: Rail,
    readonly account: string | null,
  ) {
    this.provider = new ProviderView(street.product, account);
  }

  static async open(street: Street, rail: Rail, account: string | null): Promise<Shop> {
    await openTenant(street.product, SELLER, rail === 'OFFLINE' ? { payment: BY_TRANSFER } : {}, GOODS);
    if (account) await setMoney(street.product, SELLER, { mode: 'direct', account });
    return new Shop(street, rail, account);
  }

  async stock(): Promise<{ onHand: number; available: number }> {
    const { onHand, available } = await this.street.stored('inventory', this.tenantId, 'MUG');
    return { onHand, available };
  }

  /** What was taken for a checkout, less what goes back: at the provider, and in the books of transfers. */
  async kept(checkoutId: string): Promise<number> {
    const { paid, refunded } = await this.provider.money(checkoutId);
    const transfers = await this.street.all('offline_payments');
    const came = transfers.filter((one) => one.checkoutId === checkoutId && one.state === 'paid');
    return came.reduce((sum, { refundable }) => sum + refundable, paid - refunded);
  }

  /** Who takes refunds and transfers in hand. */
  async books(): Promise<Bookkeeper> {
    return new Bookkeeper(await this.street.product.seller(this.tenantId), this.tenantId);
  }

  /** How a payment is paid, by what its buyer was told when it was opened. */
  async way(buyer: Shopping, opened: any): Promise<WayToPay> {
    const { product } = this.street;
    switch (this.rail) {
      case 'STRIPE_CHECKOUT':
      case 'STRIPE_EMBEDDED':
      case 'STRIPE_ELEMENTS':
        return Page.of(this.provider, product.stripe.url, opened);
      case 'STRIPE_INTENT':
        return new Form(product, this.provider, opened);
      case 'STRIPE_MPP':
        return new Machine(new PayingMachine(product, this.account), this.provider, opened);
      case 'OFFLINE':
        return Transfer.of(await this.books(), buyer, opened.id);
    }
  }
}
