/** Where a gateway is killed with respect to one effect: before it is sent on, as it is sent on, or before its answer comes back. */
export type Moment = 'before' | 'during' | 'after';

export const MOMENTS: readonly Moment[] = ['before', 'during', 'after'];

/** Ids that tell one buyer's traffic from another's. */
const ID = /\b(?:chk|cart|cs_test|evt|off|pi|ps|quote)_[A-Za-z0-9]{8,}/g;

/**
 * Waits for one effect of one buyer, counted from 1: a write to the database or a request to the provider that names
 * the buyer or anything of his. From that effect on nothing of his passes any more.
 */
export class Trap {
  private readonly marks: Set<string>;
  private release: () => void = () => undefined;
  private seen = 0;
  hasSprung = false;
  readonly sprung = new Promise<void>((resolve) => {
    this.release = resolve;
  });

  constructor(
    marks: Iterable<string>,
    private readonly at: number,
    private readonly moment: Moment,
  ) {
    this.marks = new Set(marks);
  }

  concerns(bytes: Buffer): boolean {
    return [...this.marks].some((mark) => bytes.includes(mark));
  }

  /** Ids in what concerns him are his as well. */
  learn(bytes: Buffer): void {
    for (const [id] of bytes.toString('latin1').matchAll(ID)) this.marks.add(id);
  }

  /** Counts an effect; answers what to do with it, null to let it pass. */
  meet(): Moment | null {
    if (this.hasSprung) return 'before';
    this.seen += 1;
    return this.seen === this.at ? this.moment : null;
  }

  spring(): void {
    this.hasSprung = true;
    this.release();
  }
}

/** An effect that is held back, and what is still to be done with it when the gateway dies. */
export interface Held {
  readonly trap: Trap;
  readonly moment: Moment;
}

/** All that passes between a gateway and the world goes by here. */
export class Gate {
  private traps: Trap[] = [];
  private last: (() => void)[] = [];

  arm(trap: Trap): void {
    this.traps.push(trap);
  }

  /** What is to be done with an effect, null to let it pass. */
  meet(bytes: Buffer): Held | null {
    const trap = this.traps.find((one) => one.concerns(bytes));
    if (!trap) return null;
    trap.learn(bytes);
    const moment = trap.meet();
    return moment && { trap, moment };
  }

  /** The provider's answer names what it made. */
  learn(request: Buffer, answer: Buffer): void {
    this.traps.find((one) => one.concerns(request))?.learn(answer);
  }

  /** Does `send` at the very moment of the kill. */
  atTheEnd(send: () => void): void {
    this.last.push(send);
  }

  /** Sends what is to be under way when the gateway dies. Right after that it must die. */
  fire(): void {
    for (const send of this.last) send();
  }

  disarm(): void {
    this.traps = [];
    this.last = [];
  }
}
