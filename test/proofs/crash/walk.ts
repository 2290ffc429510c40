import type { Random } from '../framework/random.js';
import type { Flow } from './flows.js';
import type { KindUnderAttack } from './kinds.js';
import { MOMENTS, type Moment } from './trap.js';

/** Where one buyer's gateway is killed. */
export interface Point {
  readonly walk: Walk;
  /** The how-manieth effect of the buyer, from 1. */
  readonly effect: number;
  readonly moment: Moment;
  /** Whether the buyer repeats the call that was lost. */
  readonly returns: boolean;
}

/** Goes through every effect of one flow of one kind, each at each moment; then once more with buyers who never return. */
export class Walk {
  private effect = 1;
  private moment = 0;
  private returns = true;
  /** Times that the whole flow was walked. */
  rounds = 0;

  /** With `random` it does not walk but jumps about: for a run that is too short to walk. */
  constructor(
    readonly kind: KindUnderAttack,
    readonly flow: Flow,
    private readonly random: Random | null,
  ) {}

  get name(): string {
    return `${this.kind.name}/${this.flow.name}`;
  }

  next(): Point {
    if (this.random) this.jump(this.random);
    return { walk: this, effect: this.effect, moment: MOMENTS[this.moment]!, returns: this.returns };
  }

  private jump(random: Random): void {
    this.effect = random.between(1, this.flow.effects);
    this.moment = random.between(0, MOMENTS.length - 1);
    this.returns = random.next() < 0.5;
  }

  /** The point was reached: on to the one behind it. */
  reached(): void {
    this.moment = (this.moment + 1) % MOMENTS.length;
    if (this.moment === 0) this.effect += 1;
  }

  /** The flow ended before the point: it has no more effects. */
  ended(): void {
    this.effect = 1;
    this.moment = 0;
    this.rounds += 1;
    this.returns = !this.returns;
  }
}
