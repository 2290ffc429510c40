import { CheckoutStatus } from '@comptoir/tenant-kit';
import { checkoutRun } from './run.js';
import { begin, ClaimLost, run } from './runner.js';
import { freshCheckout } from './spec-support/documents.fixture.js';
import { Model } from './spec-support/model.fixture.js';
import { NO_FAULTS, type Faults } from './spec-support/actor.fixture.js';

type Operation = 'start' | 'pay' | 'cancel' | 'retry' | 'wake';

describe('a runner', () => {
  let model: Model;

  beforeEach(() => {
    model = new Model();
  });
  afterEach(() => expect(model.violations()).toEqual([]));

  const call = (does: Operation, faults: Partial<Faults> = {}) =>
    model.do({ does, faults: { ...NO_FAULTS, ...faults } });
  const lapse = () => model.do({ does: 'jump', by: 31_000 });
  const letGo = () => model.do({ does: 'let-go' });
  const stored = () => model.store.read()!;
  const state = (name: string) => checkoutRun(stored()).steps.find((step) => step.name === name)?.state;

  it('lets go of the checkout when it waits for its buyer', async () => {
    await call('start');
    expect(stored()).toMatchObject({ status: CheckoutStatus.pending, lease: null });
    expect(model.world.held).toBe(1);
  });

  it('leaves the lease and the intent behind when it dies, and the next one finishes under the same keys', async () => {
    await call('start', { effects: { 1: 'crash-after' } });
    expect(state('reserve-stock')).toBe('started');
    expect(stored().dueAt).toEqual(stored().lease?.until);
    await lapse();
    await call('wake');
    expect(stored()).toMatchObject({ status: CheckoutStatus.pending, lease: null });
  });

  it('begins nothing when its lease would end before the step', async () => {
    await call('start', { store: { 1: 'stall-after' } });
    await model.do({ does: 'jump', by: 15_000 });
    await letGo();
    expect(model.world.held).toBe(0);
    expect(state('reserve-stock')).toBe('started');
  });

  it('keeps its lease for as long as it goes on writing', async () => {
    await call('start', { effects: { 0: 'stall-after', 1: 'stall-after' } });
    for (const _step of ['validate-cart', 'reserve-stock']) {
      await model.do({ does: 'jump', by: 15_000 });
      await letGo();
    }
    expect(stored()).toMatchObject({ status: CheckoutStatus.pending, lease: null });
  });

  it('does not write a second checkout of the same name', async () => {
    await call('start');
    expect(await begin(model.actor(), freshCheckout())).toBeNull();
  });

  it('tells its caller that somebody else has the checkout now', async () => {
    const fresh = freshCheckout();
    await begin(model.actor(), fresh);
    await expect(run(model.actor(), fresh, fresh)).rejects.toThrow(ClaimLost);
  });

  it('takes an opening that was interrupted too long for one that never was: the buyer opens another', async () => {
    await call('start');
    await call('pay', { effects: { 1: 'crash-before' } });
    model.world.advance(60_000);
    await call('wake');
    expect(stored()).toMatchObject({ status: CheckoutStatus.pending, lease: null, failure: null });
    expect(model.world.held).toBe(1);
    await call('pay');
    expect(stored().status).toBe(CheckoutStatus.payment_pending);
  });

  describe('that loses its claim after an effect', () => {
    it('undoes the effect when whoever took over has undone the step', async () => {
      await call('start', { effects: { 1: 'stall-before' } });
      await lapse();
      await call('wake', { effects: { 0: 'unclear-before' } });
      expect(stored().status).toBe(CheckoutStatus.compensated);
      await letGo();
      await call('wake');
      expect(model.world.held).toBe(0);
      expect(stored()).toMatchObject({ status: CheckoutStatus.compensated, lease: null, dueAt: null });
    });

    it('undoes the effect when whoever took over is about to have undone the step', async () => {
      await call('start', { effects: { 1: 'stall-before' } });
      await lapse();
      await call('wake', { effects: { 0: 'unclear-before', 1: 'stall-after' } });
      await letGo();
      expect(model.world.held).toBe(0);
      await letGo();
      expect(stored()).toMatchObject({ status: CheckoutStatus.compensated, lease: null });
    });

    it('leaves the effect when whoever took over has done the same step', async () => {
      await call('start', { effects: { 1: 'stall-after' } });
      await lapse();
      await call('wake');
      await letGo();
      expect(model.world.held).toBe(1);
      expect(stored()).toMatchObject({ status: CheckoutStatus.pending, lease: null });
    });

    it('leaves the effect when a later run has done the same step', async () => {
      await call('start', { effects: { 1: 'stall-after' } });
      await lapse();
      await call('wake', { effects: { 0: 'unclear-before' } });
      await call('retry');
      await letGo();
      expect(model.world.held).toBe(1);
    });

    it('leaves a note for a later run that has yet to come to the step, should it end before', async () => {
      await call('start', { effects: { 1: 'stall-before', 2: 'refuse' } });
      await lapse();
      await call('wake', { effects: { 0: 'unclear-before' } });
      await call('retry', { effects: { 0: 'stall-after' } });
      await letGo();
      expect(stored().status).toBe(CheckoutStatus.compensated);
      expect(model.world.held).toBe(0);
      await letGo();
    });

    it('has the undoing written down, so that it happens even when the runner dies then', async () => {
      await call('start', { effects: { 1: 'stall-after' }, store: { 4: 'crash-after' } });
      await lapse();
      await call('wake', { effects: { 0: 'unclear-before' } });
      model.world.hold();
      await letGo();
      expect(state('reserve-stock')).toBe('undoing');
      await lapse();
      await call('wake');
      expect(model.world.held).toBe(0);
    });
  });
});
