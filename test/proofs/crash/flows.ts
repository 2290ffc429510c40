import type { Db } from 'mongodb';
import { submitPage } from '../../setup/shopping.js';
import { becomes } from '../framework/each.js';
import type { Buyer } from './buyer.js';
import type { StripeProxy } from './stripe-proxy.js';

/** What a flow may use. */
export interface Surroundings {
  readonly db: Db;
  readonly provider: StripeProxy;
  /** From here on effects are counted and the gateway may die. */
  readonly arm: () => void;
}

/** One way through a checkout, with the ends it may come to. */
export interface Flow {
  readonly name: string;
  readonly ends: readonly string[];
  readonly forMoney: boolean;
  /** About so many effects it has, from where the trap is armed. */
  readonly effects: number;
  run(buyer: Buyer, surroundings: Surroundings): Promise<string>;
}

const QUIET_MS = 20_000;

export const FLOWS: readonly Flow[] = [
  {
    name: 'buy',
    ends: ['completed'],
    forMoney: true,
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
    forMoney: true,
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
    forMoney: true,
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
    forMoney: true,
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
    forMoney: true,
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
    name: 'hand-off',
    ends: ['handed_off'],
    forMoney: false,
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
  }, QUIET_MS);
  if (!moved) throw new Error(`${id} was never at rest`);
}
