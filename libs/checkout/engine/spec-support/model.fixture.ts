import fc from 'fast-check';
import type { CheckoutDocument } from '../checkout-document.js';
import { isAtWork, waitsForBuyer } from '../due-at.js';
import { ClaimLost } from '../runner.js';
import { Actor, Crash, FAULTS, type Fault } from './actor.fixture.js';
import { FakeSteps } from './fake-steps.fixture.js';
import { MemoryStore } from './memory-store.fixture.js';
import { OPERATIONS } from './operations.fixture.js';
import { World } from './world.fixture.js';

const MINUTE_MS = 60_000;

/** Rounds after which a checkout counts as restless. */
const MAX_ROUNDS = 60;

const fault = fc.oneof(
  { weight: 6, arbitrary: fc.constant<Fault>('none') },
  { weight: 1, arbitrary: fc.constant<Fault>('refuse') },
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.constantFrom(...FAULTS), fc.constantFrom('before' as const, 'after' as const))
      .map(([what, when]): Fault => `${what}-${when}`),
  },
);
const operation = fc.record({
  does: fc.constantFrom('start', 'pay', 'pay', 'update', 'cancel', 'retry', 'wake', 'wake', 'hear', 'hear'),
  faults: fc.array(fault, { maxLength: 12 }),
}) as fc.Arbitrary<{ does: keyof typeof OPERATIONS; faults: Fault[] }>;
const event = fc.record({
  does: fc.constantFrom('pays', 'pays-slowly', 'settles', 'fails', 'let-go', 'let-go', 'rival'),
});
const jump = fc.record({
  does: fc.constant('jump' as const),
  by: fc.constantFrom(100, 5_000, 15_000, 31_000, 31_000, 61 * MINUTE_MS),
});

/** What happens to one checkout: calls with faults, events of the world, time. A start always comes first. */
export const history = fc
  .array(
    fc.oneof({ weight: 5, arbitrary: operation }, { weight: 2, arbitrary: event }, { weight: 2, arbitrary: jump }),
    {
      maxLength: 24,
    },
  )
  .map((commands) => [{ does: 'start' as const, faults: [] }, ...commands]);

export type Command = typeof history extends fc.Arbitrary<(infer C)[]> ? C : never;

/** One checkout, its world, and the processes that work on it. */
export class Model {
  readonly world = new World();
  readonly store = new MemoryStore();
  private readonly steps = new FakeSteps(this.world);
  /** Lets each stalled process go on, until it stalls again or ends. */
  private readonly stalled: (() => Promise<void>)[] = [];

  async do(command: Command): Promise<void> {
    if ('faults' in command) return this.operate(command.does, command.faults);
    if ('by' in command) return this.world.advance(command.by);
    if (command.does === 'let-go') return this.stalled.shift()?.();
    if (command.does === 'rival') return this.rival();
    if (command.does === 'pays') return this.world.pay('open', 'paid');
    if (command.does === 'pays-slowly') return this.world.pay('open', 'processing');
    this.world.pay('processing', command.does === 'settles' ? 'paid' : 'closed');
  }

  /** No more faults: everything that can happen by itself happens. */
  async rest(settles: boolean): Promise<CheckoutDocument> {
    while (this.stalled.length > 0) await this.stalled.shift()?.();
    for (const _ of this.world.all()) this.world.pay('processing', settles ? 'paid' : 'closed');
    return this.sweepUntil((checkout) => !checkout.lease && (!isAtWork(checkout) || checkout.dueAt === null));
  }

  /** Then the buyer never comes back, and the provider tells what it knows. */
  async end(): Promise<CheckoutDocument> {
    await this.operate('hear', []);
    await this.sweepUntil(({ dueAt }) => dueAt === null);
    await this.operate('hear', []);
    return this.sweepUntil(({ dueAt }) => dueAt === null);
  }

  violations(): string[] {
    return [...this.world.violations, ...this.store.violations];
  }

  private async sweepUntil(isQuiet: (checkout: CheckoutDocument) => boolean): Promise<CheckoutDocument> {
    for (let round = 0; round < MAX_ROUNDS; round += 1) {
      const checkout = this.store.read();
      if (!checkout) throw new Error('The checkout is gone');
      if (isQuiet(checkout)) return checkout;
      this.world.advance(Math.max(0, (checkout.dueAt ?? this.world.now()).getTime() - this.world.now().getTime()));
      await this.operate('wake', []);
    }
    throw new Error('The checkout never comes to rest');
  }

  /** Somebody else buys the last one, or brings it back. */
  private rival(): void {
    const { world } = this;
    if (world.held + world.sold === 0) world.free = 1 - world.free;
  }

  /** Runs until it ends or stalls; a crash and a lost claim are ends like any other, everything else is a bug. */
  private async operate(does: keyof typeof OPERATIONS, faults: readonly Fault[]): Promise<void> {
    const actor = new Actor(this.store, this.steps, this.world, [...faults]);
    let pause: () => void;
    const paused = () => new Promise<void>((resolve) => (pause = resolve));
    let nextPause = paused();
    const work = OPERATIONS[does](actor).catch((error: unknown) => {
      if (!(error instanceof Crash || error instanceof ClaimLost))
        this.world.violations.push(`${does}: ${String(error)}`);
    });
    actor.onStall = (letGo) => {
      this.stalled.push(() => {
        nextPause = paused();
        letGo();
        return Promise.race([work, nextPause]);
      });
      pause();
    };
    await Promise.race([work, nextPause]);
  }
}

/** Who waits, waits with goods held and a time to end; what is over is over. */
export function isAtRest(checkout: CheckoutDocument): boolean {
  return waitsForBuyer(checkout)
    ? checkout.dueAt?.getTime() === checkout.expiresAt.getTime()
    : checkout.dueAt === null && checkout.runs.every(({ endedAt }) => endedAt !== null);
}
