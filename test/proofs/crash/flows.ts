import type { Db } from 'mongodb';
import { submitPage } from '../../setup/shopping.js';
import { becomes } from '../framework/each.js';
import { confirmTransfer } from './bookkeeper.js';
import type { Buyer } from './buyer.js';
import type { KindUnderAttack } from './kinds.js';
import type { StripeProxy } from './stripe-proxy.js';

/** What a flow may use. */
export interface Surroundings {
  readonly db: Db;
  readonly provider: StripeProxy;
  /** Where the gateway is, whenever it lives. */
  readonly url: string;
  /** From here on effects are counted and the gateway may die. */
  readonly arm: () => void;
}

/** One way through a checkout, with the ends it may come to. */
export interface Flow {
  readonly name: string;
  readonly ends: readonly string[];
  readonly money: KindUnderAttack['money'];
  /** About so many effects it has, from where the trap is armed. */
  readonly effects: number;
  run(buyer: Buyer, surroundings: Surroundings): Promise<string>;
}

export const FLOWS: readonly Flow[] = [
  {
    name: 'buy',
    ends: ['completed'],
    money: 'page',
    effects: 28,
    run: async (buyer, { arm }) => {
      arm();
      await buyer.start();
      await submitPage(await buyer.openPage(), 'pay');
      return buyer.end();
    },
  },
  {
    name: 'cancel',
    ends: ['cancelled'],
    money: 'page',
    effects: 9,
    run: async (buyer, { arm }) => {
      await buyer.start();
      await buyer.openPage();
      arm();
      await buyer.cancel();
      return buyer.end();
    },
  },
  {
    // The page is paid while the till is being closed.
    name: 'cancel-while-paying',
    ends: ['cancelled', 'completed'],
    money: 'page',
    effects: 14,
    run: async (buyer, { arm }) => {
      await buyer.start();
      const page = await buyer.openPage();
      arm();
      await Promise.all([buyer.cancel(), submitPage(page, 'pay')]);
      return buyer.end();
    },
  },
  {
    name: 'expire',
    ends: ['expired'],
    money: 'page',
    effects: 8,
    run: async (buyer, { arm, db }) => {
      await buyer.start();
      await buyer.openPage();
      arm();
      await letTimePass(db, buyer);
      return buyer.end();
    },
  },
  {
    // The provider refuses to open a page: everything done so far is undone.
    name: 'refused',
    ends: ['compensated'],
    money: 'page',
    effects: 8,
    run: async (buyer, { arm, provider }) => {
      await buyer.start();
      provider.refuse(buyer.id);
      arm();
      await buyer.refusal();
      return buyer.end();
    },
  },
  {
    // The seller says that the money came, twice at once.
    name: 'transfer',
    ends: ['completed'],
    money: 'transfer',
    effects: 28,
    run: async (buyer, { arm, db, url }) => {
      arm();
      await buyer.start();
      await buyer.askHowToPay();
      await Promise.all([confirmTransfer(url, db, buyer), confirmTransfer(url, db, buyer)]);
      return buyer.end();
    },
  },
  {
    // The buyer gives up while the seller sees the money come.
    name: 'cancel-while-transferring',
    ends: ['cancelled', 'completed'],
    money: 'transfer',
    effects: 14,
    run: async (buyer, { arm, db, url }) => {
      await buyer.start();
      await buyer.askHowToPay();
      arm();
      await Promise.all([buyer.cancel(), confirmTransfer(url, db, buyer)]);
      return buyer.end();
    },
  },
  {
    name: 'hand-off',
    ends: ['handed_off'],
    money: null,
    effects: 9,
    run: async (buyer, { arm }) => {
      arm();
      await buyer.start();
      return buyer.end();
    },
  },
];

/** The clocks of gateway and provider cannot be turned from outside, so the checkout's own end is moved to now. */
async function letTimePass(db: Db, { id, kind }: Buyer): Promise<void> {
  const now = new Date();
  const moved = await becomes(async () => {
    const { modifiedCount } = await db
      .collection<{ _id: string }>('checkouts')
      .updateOne(
        { _id: `${kind.name}/${id}`, lease: null },
        { $set: { expiresAt: now, dueAt: now }, $inc: { version: 1 } },
      );
    return modifiedCount === 1;
  });
  if (!moved) throw new Error(`${id} was never at rest`);
}
