import { isDeepStrictEqual } from 'node:util';
import { PARIS, Shopping, until } from '../../../setup/shopping.js';
import { renewed } from '../../../setup/tokens.js';
import { ENDS, type End, type EndName } from './matrix.js';
import type { Shop } from './shop.js';
import type { WayToPay } from './ways/way-to-pay.js';

const MINUTE = 60_000;
const QUANTITY = 2;

/** What a part of a refund is, minor units. */
export const PART = 700;

const SEEN = `query ($tenantId: ID!, $id: ID!) { checkout(tenantId: $tenantId, checkoutId: $id) {
  status paymentSession { rail state } order { status } refundState refunded dispute nextAction { __typename } } }`;

/** By how many are gone of what is on hand, and of what can be bought. */
const GOODS = new Map([
  ['0,0', 'free'],
  [`0,${QUANTITY}`, 'held'],
  [`${QUANTITY},${QUANTITY}`, 'sold'],
]);

/** What `nextAction` says to whoever can pay. */
const ASKS_TO_PAY = new Set(['PayAtUrl', 'ConfirmPayment', 'AnswerChallenge', 'PayOffline']);

/** One buyer's purchase at a shop: how it is paid, and where it stands. */
export class Purchase {
  private constructor(
    readonly shop: Shop,
    private readonly buyer: Shopping,
    readonly id: string,
    private readonly before: { onHand: number; available: number },
    readonly way: WayToPay,
    private readonly total: number,
  ) {}

  /** Two mugs, to be paid. */
  static async begin(shop: Shop): Promise<Purchase> {
    const before = await shop.stock();
    const buyer = await shop.street.product.guest(shop.tenantId);
    const { checkout } = await buyer.start(await buyer.cart({ MUG: QUANTITY }), { shippingAddress: PARIS });
    await buyer.select(checkout.id, 'poste', 'standard');
    return Purchase.paying(shop, buyer, checkout.id, before);
  }

  private static async paying(
    shop: Shop,
    buyer: Shopping,
    id: string,
    before: { onHand: number; available: number },
  ): Promise<Purchase> {
    const { checkout } = await buyer.pay(id, { rail: shop.rail });
    return new Purchase(shop, buyer, id, before, await shop.way(buyer, checkout), checkout.totals.total);
  }

  /** The same purchase with its payment opened once more. */
  async again(): Promise<Purchase> {
    return Purchase.paying(this.shop, await this.present(), this.id, this.before);
  }

  /** Longer than any checkout here has to be paid. */
  waits(): void {
    this.shop.street.product.clock.advance(61 * MINUTE);
  }

  /** Waits longer than it had at first, and until it is given more time. */
  async outlastsItsTime(): Promise<void> {
    const { clock } = this.shop.street.product;
    this.waits();
    const buyer = await this.present();
    await until(
      () => buyer.status(this.id),
      ({ expiresAt }) => Date.parse(expiresAt) > clock.now().getTime(),
      'the window to be moved',
    );
  }

  /** Waits until it stands like this. */
  async reaches(name: EndName): Promise<void> {
    await until(
      () => this.end(),
      (seen) => isDeepStrictEqual(seen, ENDS[name]),
      name,
    );
  }

  /** Leaves nothing behind that waits for somebody. */
  async over(): Promise<void> {
    const { payment, checkout } = await this.end();
    if (payment === 'processing') {
      await this.way.settleDebit(true);
      await this.reaches('sold');
    } else if (checkout === 'pending' || checkout === 'payment_pending') {
      await (await this.present()).cancel(this.id);
      await this.reaches('cancelled');
    }
  }

  /** Where it stands, in the words of {@link End}; a number where those say nothing. */
  async end(): Promise<Record<keyof End, string>> {
    const { shop, id } = this;
    const { client } = await this.present();
    const seen = await client.ask(SEEN, { tenantId: shop.tenantId, id });
    return {
      checkout: seen.status,
      payment: seen.paymentSession.state,
      order: seen.order?.status ?? 'none',
      refund: seen.refundState,
      dispute: seen.dispute,
      next: ASKS_TO_PAY.has(seen.nextAction.__typename) ? 'pay' : seen.nextAction.__typename,
      goods: await this.goods(),
      kept: await this.kept(),
    };
  }

  /** The buyer as of now: a token lasts an hour, and some purchases take longer. */
  private async present(): Promise<Shopping> {
    return new Shopping(await renewed(this.shop.street.product, this.buyer.client), this.shop.tenantId);
  }

  private async goods(): Promise<string> {
    const { onHand, available } = await this.shop.stock();
    const gone = [this.before.onHand - onHand, this.before.available - available].join();
    return GOODS.get(gone) ?? `${gone} gone`;
  }

  /** To the minor unit, by the books of whoever has the money. */
  private async kept(): Promise<string> {
    const kept = await this.shop.kept(this.id);
    if (kept === this.total) return 'everything';
    if (kept === this.total - PART) return 'a part';
    return kept === 0 ? 'nothing' : `${kept} of ${this.total}`;
  }
}
