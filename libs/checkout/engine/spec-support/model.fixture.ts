import fc from 'fast-check';
import type { CheckoutDocument } from '../checkout-document.js';
import { waitsForBuyer } from '../due-at.js';
import { ClaimLost } from '../runner.js';
import { Actor, Crash, FAULTS, NO_FAULTS, type Fault, type Faults } from './actor.fixture.js';
import { FakeSteps } from './fake-steps.fixture.js';
import { MemoryStore } from './memory-store.fixture.js';
import { OPERATIONS } from './operations.fixture.js';
import { World } from './world.fixture.js';

const MINUTE_MS = 60_000;

/** Rounds after which a checkout counts as restless. */
const MAX_ROUNDS = 60;

type Operation = keyof typeof OPERATIONS;
type Event =
  | 'refuses-opening'
  | 'is-not-asked'
  | 'refuses-refund'
  | 'pays'
  | 'pays-slowly'
  | 'settles'
  | 'fails'
  | 'bounces'
  | 'lapses'
  | 'loses-capture'
  | 'comes-late'
  | 'let-go'
  | 'rival';

/** A call with faults, a jump of the clock, or an event of the world. */
export type Command = { does: Operation; faults: Faults } | { does: 'jump'; by: number } | { does: Event };

const fault: fc.Arbitrary<Fault> = fc.oneof(
  { weight: 1, arbitrary: fc.constant('refuse' as const) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.constantFrom(...FAULTS), fc.constantFrom('before' as const, 'after' as const))
      .map(([what, when]) => `${what}-${when}` as const),
  },
);
/** Most calls go well: one or two of the first few do not. */
const faults: fc.Arbitrary<Faults> = fc.record({
  effects: fc.dictionary(fc.constantFrom('0', '1', '2', '3', '4'), fault, { maxKeys: 2 }),
  store: fc.dictionary(fc.constantFrom('0', '1', '2', '3', '4'), fault, { maxKeys: 1 }),
});
const operation: fc.Arbitrary<Command> = fc.record({
  does: fc.constantFrom<Operation[]>(
    'start',
    'pay',
    'pay',
    'transfer',
    'update',
    'cancel',
    'retry',
    'retry',
    'wake',
    'wake',
    'hear',
    'hear',
  ),
  faults: fc.oneof({ weight: 1, arbitrary: fc.constant(NO_FAULTS) }, { weight: 2, arbitrary: faults }),
});
const event: fc.Arbitrary<Command> = fc.record({
  does: fc.constantFrom(
    'pays',
    'pays',
    'pays-slowly',
    'settles',
    'fails',
    'bounces',
    'lapses',
    'loses-capture',
    'let-go',
    'let-go',
    'let-go',
    'rival',
    'comes-late',
    'refuses-refund',
    'refuses-opening',
    'is-not-asked',
  ),
});
const jump: fc.Arbitrary<Command> = fc.record({
  does: fc.constant('jump' as const),
  by: fc.constantFrom(100, 5_000, 15_000, 31_000, 31_000, 61 * MINUTE_MS),
});
const anything = fc.array(
  fc.oneof({ weight: 5, arbitrary: operation }, { weight: 2, arbitrary: event }, { weight: 2, arbitrary: jump }),
  { maxLength: 24 },
);

const call = (does: Operation, effects: Faults['effects'] = {}): Command => ({ does, faults: { effects, store: {} } });
const opened: Command[] = [call('start'), call('pay')];
const unclear = [call('start'), call('pay', { 1: 'unclear-after' })];
const lapse: Command = { does: 'jump', by: 31_000 };
/** How far it came before anything may happen: among the rest, runners that stalled, were overtaken and undone. */
const opening = fc.constantFrom<Command[][]>(
  [],
  [call('start', { 0: 'unclear-after' })],
  [call('start', { 1: 'unclear-after' }), call('retry')],
  opened,
  [...opened, { does: 'pays' }],
  [...opened, { does: 'pays' }, { does: 'loses-capture' }, call('hear')],
  [...opened, { does: 'pays' }, call('hear', { 0: 'unclear-before' }), { does: 'lapses' }],
  [...opened, { does: 'pays-slowly' }],
  [call('start'), call('transfer')],
  [call('start'), call('transfer'), { does: 'jump', by: 25 * 60 * MINUTE_MS }, call('update')],
  [call('start'), call('transfer', { 1: 'unclear-after' })],
  [call('start'), { does: 'refuses-opening' }, call('pay')],
  [...unclear, { does: 'is-not-asked' }, call('pay'), { does: 'pays' }],
  [call('start'), { does: 'is-not-asked' }, call('pay')],
  [...opened, call('cancel'), { does: 'comes-late' }],
  [...unclear, call('cancel', { 0: 'unclear-before' })],
  [...unclear, call('update'), { does: 'pays' }, call('pay', { 0: 'refuse' })],
  [...unclear, call('update'), { does: 'pays-slowly' }, call('pay', { 0: 'refuse' })],
  [call('start', { 1: 'stall-before' }), lapse, call('wake', { 0: 'unclear-before' })],
  [call('start'), call('pay', { 0: 'stall-before' }), lapse, call('wake', { 0: 'refuse' })],
  [call('start'), call('pay', { 1: 'stall-before' }), lapse, call('wake', { 0: 'unclear-before' }), call('cancel')],
  [...opened, { does: 'pays' }, call('hear', { 0: 'stall-before' }), lapse, call('wake', { 0: 'refuse' })],
);

/** What happens to one checkout: calls with faults, events of the world, time. It may have come some way before. */
export const history = fc.tuple(opening, anything).map(([before, after]) => [...before, ...after]);

/** One checkout, its world, and the processes that work on it. */
export class Model {
  readonly world = new World();
  readonly store = new MemoryStore();
  private readonly steps = new FakeSteps(this.world);
  /** Lets each stalled process go on, until it stalls again or ends. */
  private readonly stalled: (() => Promise<void>)[] = [];

  constructor({ manual = false } = {}) {
    this.world.manual = manual;
  }

  /** A process that works on the checkout. */
  actor(faults: Faults = NO_FAULTS): Actor {
    return new Actor(this.store, this.steps, this.world, faults);
  }

  async do(command: Command): Promise<void> {
    if ('faults' in command) return this.operate(command.does, command.faults);
    if ('by' in command) return this.world.advance(command.by);
    if (command.does === 'let-go') return this.stalled.shift()?.();
    if (command.does === 'rival') return this.rival();
    if (command.does === 'refuses-opening') return void (this.world.refusesOpenings += 1);
    if (command.does === 'is-not-asked') return void (this.world.notAsked += 1);
    if (command.does === 'refuses-refund') return void (this.world.refusesRefunds += 1);
    if (command.does === 'pays') return this.world.pay('open', 'paid');
    if (command.does === 'pays-slowly') return this.world.pay('open', 'processing');
    // A payment that failed may be tried again where there is no page that ends with it.
    if (command.does === 'bounces') return this.world.pay('processing', 'open');
    if (command.does === 'comes-late') return this.world.revive();
    if (command.does === 'lapses') return this.world.pay('authorised', 'closed');
    if (command.does === 'loses-capture') return void (this.world.losesCaptures += 1);
    this.world.pay('processing', command.does === 'settles' ? 'paid' : 'closed');
  }

  /** No more faults: everything that can happen by itself happens. */
  async rest(settles: boolean): Promise<CheckoutDocument> {
    while (this.stalled.length > 0) await this.stalled.shift()?.();
    await this.operate('start', NO_FAULTS);
    for (const _ of this.world.all()) this.world.pay('processing', settles ? 'paid' : 'closed');
    return this.sweepUntil((checkout) => !checkout.lease && isAtRest(checkout));
  }

  /** Then the buyer never comes back, and the provider tells what it knows. */
  async end(): Promise<CheckoutDocument> {
    await this.operate('hear', NO_FAULTS);
    await this.sweepUntil(({ dueAt }) => dueAt === null);
    await this.operate('hear', NO_FAULTS);
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
      await this.operate('wake', NO_FAULTS);
    }
    throw new Error('The checkout never comes to rest');
  }

  /** Somebody else buys the last one, or brings it back. */
  private rival(): void {
    const { world } = this;
    if (world.held + world.sold === 0) world.free = 1 - world.free;
  }

  /** Runs until it ends or stalls; a crash and a lost claim are ends like any other, everything else is a bug. */
  private async operate(does: Operation, faults: Faults): Promise<void> {
    const actor = this.actor(faults);
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
