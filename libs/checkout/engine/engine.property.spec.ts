import fc from 'fast-check';
import { CheckoutStatus } from '@comptoir/tenant-kit';
import type { CheckoutDocument } from './checkout-document.js';
import { PRICE } from './spec-support/documents.fixture.js';
import { history, isAtRest, Model } from './spec-support/model.fixture.js';
import type { World } from './spec-support/world.fixture.js';
import { waitsForBuyer } from './due-at.js';
import { TERMINAL } from './transitions.js';

/** Many more of them were run when the engine changed; this many keep it so. */
const NUM_RUNS = 300;

function kept({ sessions }: World): number {
  return [...sessions.values()].reduce((sum, { state, amount, refunded }) => {
    return sum + (state === 'paid' ? amount - refunded : 0);
  }, 0);
}

function expectResting(checkout: CheckoutDocument, world: World): void {
  expect(checkout.lease).toBeNull();
  expect(isAtRest(checkout)).toBe(true);
  expect(waitsForBuyer(checkout) || TERMINAL.has(checkout.status)).toBe(true);
  expect(world.held).toBe(waitsForBuyer(checkout) ? 1 : 0);
}

function expectEnded(checkout: CheckoutDocument, world: World): void {
  expect(TERMINAL.has(checkout.status)).toBe(true);
  const sold = checkout.status === CheckoutStatus.completed;
  expect({ held: world.held, sold: world.sold, kept: kept(world) }).toEqual({
    held: 0,
    sold: sold ? 1 : 0,
    kept: sold ? PRICE : 0,
  });
  expect(kept(world)).toBe(checkout.payment.refundable);
  expect(sold ? ['paid'] : ['none', 'cancelled']).toContain(world.order);
  expect(world.timesPaid).toBeLessThanOrEqual(1);
  expect(world.all().filter(({ state }) => state !== 'paid' && state !== 'closed')).toEqual([]);
}

describe('a checkout, whatever is called, fails, stalls, crashes or comes late', () => {
  it('ends with order, money and goods in agreement, and waits for nobody but its buyer', async () => {
    await fc.assert(
      fc.asyncProperty(history, fc.boolean(), fc.boolean(), async (commands, settles, manual) => {
        const model = new Model({ manual });
        for (const command of commands) await model.do(command);
        expectResting(await model.rest(settles), model.world);
        expectEnded(await model.end(), model.world);
        expect(model.violations()).toEqual([]);
        expect(model.store.told).toEqual(model.store.told.map((_, index) => index + 1));
      }),
      { numRuns: NUM_RUNS },
    );
  });
});
