import { PRICE, T0 } from './documents.fixture.js';

/** A session at the provider, as only the provider knows it. */
export interface ProviderSession {
  key: string;
  state: 'open' | 'processing' | 'authorised' | 'paid' | 'closed';
  amount: number;
  expiresAt: Date;
  refunded: number;
  cameLate: boolean;
}

/** Everything outside the document: time, goods, orders, a payment provider. It writes down what must never happen. */
export class World {
  readonly violations: string[] = [];
  readonly sessions = new Map<string, ProviderSession>();
  /** Buyers only promise their money; it is theirs until it is captured. */
  manual = false;
  /** Units on the shelf; one is what the checkout wants. */
  free = 1;
  held = 0;
  sold = 0;
  order: 'none' | 'created' | 'paid' | 'cancelled' = 'none';
  timesPaid = 0;
  private instant = T0.getTime();
  /** How many refunds the provider has yet to refuse. */
  refusesRefunds = 0;
  /** How many new sessions the providers have yet to refuse. */
  refusesOpenings = 0;
  /** How many openings are yet to be refused on our own side, the provider not asked. */
  notAsked = 0;
  /** How many captures are yet to be carried out and their answers lost. */
  losesCaptures = 0;
  private readonly refunds = new Map<string, boolean>();

  now(): Date {
    return new Date(this.instant);
  }

  advance(milliseconds: number): void {
    this.instant += milliseconds;
    for (const session of this.sessions.values()) {
      if (session.state === 'open' && session.expiresAt <= this.now()) session.state = 'closed';
    }
  }

  /** False when the goods are gone. Held already is success. */
  hold(): boolean {
    if (this.held > 0) return true;
    if (this.free === 0) return false;
    this.free -= 1;
    this.held = 1;
    return true;
  }

  release(): void {
    const payable = this.all().filter(({ state, refunded, amount, cameLate }) => {
      if (state === 'authorised') return !cameLate;
      return state === 'open' || state === 'processing' || (state === 'paid' && !cameLate && refunded < amount);
    });
    if (payable.length > 0) this.violations.push(`goods released while a session was ${payable[0]?.state}`);
    this.free += this.held;
    this.held = 0;
  }

  draft(): void {
    if (this.order === 'none') this.order = 'created';
  }

  discard(): void {
    if (this.order === 'created') this.order = 'none';
  }

  fulfil(): void {
    this.sold += this.held;
    this.held = 0;
  }

  /** Whether there is an order. */
  markPaid(): boolean {
    if (!this.all().some(({ state }) => state === 'paid')) this.violations.push('an order counts as paid, unpaid');
    if (this.order !== 'created') return this.order !== 'none';
    this.order = 'paid';
    this.timesPaid += 1;
    return true;
  }

  unfulfil(): void {
    this.free += this.sold;
    this.sold = 0;
  }

  cancelOrder(): void {
    if (this.order !== 'none') this.order = 'cancelled';
  }

  /** Null is a refusal. The same key finds the same session. */
  open(key: string, expiresAt: Date): ProviderSession | null {
    const known = this.sessions.get(key);
    if (known) return known;
    if (expiresAt <= this.now()) return null;
    if (this.refusesOpenings > 0) {
      this.refusesOpenings -= 1;
      return null;
    }
    const session: ProviderSession = { key, state: 'open', amount: PRICE, expiresAt, refunded: 0, cameLate: false };
    this.sessions.set(key, session);
    return session;
  }

  close(key: string): ProviderSession {
    const session = this.session(key);
    if (session.state === 'open') session.state = 'closed';
    return session;
  }

  /** Takes what was promised. Null where the answer is lost. */
  capture(key: string): ProviderSession | null {
    const session = this.session(key);
    if (session.state === 'authorised') {
      // A promise that is given up and there again is not the engine's to foresee: its money is refunded.
      if (this.sold === 0 && !session.cameLate) this.violations.push('money taken before the sale was certain');
      session.state = 'paid';
    }
    if (this.losesCaptures === 0) return session;
    this.losesCaptures -= 1;
    return null;
  }

  abandon(key: string): ProviderSession {
    const session = this.session(key);
    if (session.state === 'authorised') session.state = 'closed';
    return session;
  }

  /** False is a refusal. The same id is answered as before. */
  refund(key: string, amount: number, id: string): boolean {
    const known = this.refunds.get(id);
    if (known !== undefined) return known;
    const refused = this.refusesRefunds > 0;
    this.refunds.set(id, !refused);
    this.refusesRefunds = Math.max(0, this.refusesRefunds - 1);
    if (refused) return false;
    const session = this.session(key);
    session.refunded += amount;
    if (session.state !== 'paid' || session.refunded > session.amount) this.violations.push('refunded more than paid');
    return true;
  }

  /** What the buyer, or a bank, does to the first session that allows it. */
  pay(from: 'open' | 'processing' | 'authorised', to: 'open' | 'processing' | 'paid' | 'closed'): void {
    const session = this.all().find(({ state }) => state === from);
    if (session) session.state = to === 'paid' ? this.arrival : to;
  }

  /** Money arrives although the provider had said that none would. */
  revive(): void {
    const session = this.all().find(({ state }) => state === 'closed');
    if (session) Object.assign(session, { state: this.arrival, cameLate: true });
  }

  all(): ProviderSession[] {
    return [...this.sessions.values()];
  }

  private get arrival(): 'authorised' | 'paid' {
    return this.manual ? 'authorised' : 'paid';
  }

  private session(key: string): ProviderSession {
    const session = this.sessions.get(key);
    if (!session) throw new Error(`The provider has no session ${key}`);
    return session;
  }
}
