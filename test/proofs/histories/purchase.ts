import { Client, key } from '../../setup/client.js';
import { Shopping } from '../../setup/shopping.js';
import { renewed } from '../../setup/tokens.js';
import type { KindUnderAttack } from '../crash/kinds.js';
import type { Town } from './town.js';

/** One buyer's checkout, and what its buyer was told last of how it is paid. */
export class Purchase {
  /** Every `nextAction` that said how to pay, the latest one last. */
  readonly told: any[] = [];

  private constructor(
    readonly town: Town,
    readonly kind: KindUnderAttack,
    private readonly guest: Client,
    readonly id: string,
  ) {}

  static async begin(town: Town, kind: KindUnderAttack, turn: number): Promise<Purchase> {
    const guest = await new Client(town.url).guest(kind.name);
    const start = await kind.prepare(new Shopping(guest, kind.name), turn);
    const { checkout, code } = await start(key());
    if (!checkout) throw new Error(`Nothing can be bought of ${kind.name}: ${code}`);
    return new Purchase(town, kind, guest, checkout.id);
  }

  /** Its buyer as of now: a token lasts an hour. */
  async buyer(): Promise<Shopping> {
    return new Shopping(await renewed(this.town, this.guest), this.kind.name);
  }

  /** Asks for a way to pay, and remembers what was told. */
  async openPayment(rail: string | null): Promise<void> {
    const { checkout } = await (await this.buyer()).pay(this.id, rail ? { rail } : {});
    if (checkout) this.told.push(checkout.nextAction);
  }
}
