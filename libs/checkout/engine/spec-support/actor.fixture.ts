import { after } from '@comptoir/kernel';
import type { CheckoutDocument, StepRecord } from '../checkout-document.js';
import type { Outcome } from '../engine.js';
import { currentRun } from '../run.js';
import type { CheckoutStore, Effects, Engine } from '../runner.js';
import { failureOf } from './documents.fixture.js';
import type { FakeSteps } from './fake-steps.fixture.js';
import type { MemoryStore } from './memory-store.fixture.js';
import type { World } from './world.fixture.js';

/** What befalls one call. A stall lets others go on until it is let go; a crash ends the process. */
export const FAULTS = ['crash', 'stall', 'unclear'] as const;
export type Fault = 'none' | 'refuse' | `${(typeof FAULTS)[number]}-${'before' | 'after'}`;

/** Faults by the number of the call that they befall. */
export interface Faults {
  effects: Record<number, Fault>;
  store: Record<number, Fault>;
}
export const NO_FAULTS: Faults = { effects: {}, store: {} };

/** The process died. */
export class Crash extends Error {}

/** One process at work: an engine whose every call may meet the next fault of a given list. */
export class Actor implements Engine {
  readonly leaseMs = 30_000;
  readonly store: CheckoutStore;
  readonly effects: Effects;
  /** Called with the way to let it go on, whenever it stalls. */
  onStall: (letGo: () => void) => void = (letGo) => letGo();
  private immortal = false;
  private readonly calls = { effects: 0, store: 0 };

  constructor(
    private readonly memory: MemoryStore,
    private readonly steps: FakeSteps,
    readonly clock: World,
    private readonly faults: Faults,
  ) {
    this.store = {
      load: () => this.met(() => memory.load()),
      insert: (checkout) => this.met(() => memory.insert(checkout)),
      save: (previous, next) => this.met(() => memory.save(previous, next)),
    };
    this.effects = {
      perform: (checkout, step) => this.effect('perform', checkout, step),
      undo: (checkout, step, deadline) => this.effect('undo', checkout, step, deadline),
    };
  }

  /** Tells those who listen of everything so far. */
  tell(): void {
    this.memory.tell();
  }

  private async met<T>(call: () => Promise<T>, fault: Fault = this.nextFault('store')): Promise<T> {
    if (fault === 'crash-before') throw new Crash();
    if (fault === 'stall-before') await this.stalled();
    const answer = await call();
    if (fault === 'crash-after') throw new Crash();
    if (fault === 'stall-after') await this.stalled();
    return answer;
  }

  private effect(
    way: 'perform' | 'undo',
    checkout: CheckoutDocument,
    step: StepRecord,
    deadline: Date | null = null,
  ): Promise<Outcome> {
    this.expectIntent(way, checkout, step);
    const fault = this.nextFault('effects');
    const unclear: Outcome = { type: 'unclear', failure: failureOf(true), retryAt: after(this.clock.now(), 500) };
    const refused: Outcome = { type: 'refused', failure: failureOf(false) };
    const call = async (): Promise<Outcome> => {
      if (deadline && this.clock.now() > deadline) return unclear;
      if (fault === 'refuse' && !this.isAnswered(step)) return refused;
      if (fault === 'unclear-before') return unclear;
      const outcome = await this.steps[way](checkout, step);
      return fault === 'unclear-after' ? unclear : outcome;
    };
    // Nothing in the document tells of an effect that lands after its runner stalled: then that runner must live.
    if (way === 'perform' && fault === 'stall-before') this.immortal = true;
    return this.met(call, fault);
  }

  /** A provider that has a request under its key answers as before. */
  private isAnswered({ does }: StepRecord): boolean {
    return does === 'collect' && this.clock.sessions.size > 0;
  }

  private expectIntent(way: 'perform' | 'undo', checkout: CheckoutDocument, { name, attempt }: StepRecord): void {
    const no = currentRun(checkout)?.no ?? 0;
    const state = way === 'perform' ? 'started' : 'undoing';
    if (!this.memory.wasIntended(no, name, attempt, state)) this.clock.violations.push(`${way} ${name} without intent`);
  }

  private stalled(): Promise<void> {
    return new Promise((resolve) => this.onStall(resolve));
  }

  private nextFault(port: keyof Faults): Fault {
    const fault = this.faults[port][this.calls[port]] ?? 'none';
    this.calls[port] += 1;
    return this.immortal && fault.startsWith('crash') ? 'none' : fault;
  }
}
