import { Client, key } from '../../setup/client.js';
import { sessionOf } from '../../setup/provider-view.js';
import { Shopping } from '../../setup/shopping.js';
import { subjectOf } from '../../setup/tokens.js';
import { pause } from '../framework/each.js';
import type { KindUnderAttack, Start } from './kinds.js';

const PAUSE_MS = 100;

/** He was not going to wait: his call was lost and he never came back. */
export class Vanished extends Error {}

/** A step took longer than its share of the short lease: the checkout undoes itself, as it should. */
export class TooSlow extends Error {}

/** Somebody buying while gateways die. He either repeats every lost call, or is gone at the first one. */
export class Buyer {
  checkoutId: string | null = null;
  pageUrl: string | null = null;
  /** What he was told last, for when he waits in vain. */
  lastWord = 'nothing';
  private readonly startKey = key();
  private readonly payKey = key();
  private readonly cancelKey = key();

  private constructor(
    readonly kind: KindUnderAttack,
    private readonly shopping: Shopping,
    private readonly principal: string,
    private readonly send: Start,
    readonly returns: boolean,
  ) {}

  static async ready(url: string, kind: KindUnderAttack, turn: number, returns: boolean): Promise<Buyer> {
    const client = await new Client(url).guest(kind.name);
    const shopping = new Shopping(client, kind.name);
    return new Buyer(kind, shopping, subjectOf(client.token!), await kind.prepare(shopping, turn), returns);
  }

  /** What his traffic is known by. */
  get marks(): string[] {
    return [this.principal, this.checkoutId, this.pageUrl && sessionOf(this.pageUrl)].filter((mark) => mark !== null);
  }

  async start(): Promise<void> {
    const { checkout } = await this.insist(() => this.send(this.startKey));
    this.checkoutId = checkout.id;
    // Interrupted and not taken over yet: `nextAction` says to wait.
    for (let { status } = checkout; status === 'in_progress'; { status } = await this.look()) await pause(PAUSE_MS);
  }

  /** Opens a payment session; answers its page. */
  async openPage(): Promise<string> {
    const { checkout } = await this.insist(() => this.shopping.pay(this.id, { key: this.payKey }));
    if (checkout.nextAction.url) this.pageUrl = checkout.nextAction.url;
    // The page may be gone from the answer because it was paid meanwhile; then we know it from before.
    if (!this.pageUrl) throw new Error(`${this.id} has no page: ${JSON.stringify(checkout)}`);
    return this.pageUrl;
  }

  /** Has himself told how to pay without a page. */
  async askHowToPay(): Promise<void> {
    await this.insist(() => this.shopping.pay(this.id, { key: this.payKey }));
  }

  /** Asks for a page where there will be none; answers the refusal. */
  refusal(): Promise<any> {
    return this.answer(() => this.shopping.pay(this.id, { key: this.payKey }));
  }

  /** Answers what became of it: it may have been paid meanwhile. */
  cancel(): Promise<any> {
    return this.answer(() => this.shopping.cancel(this.id, this.cancelKey));
  }

  /** Waits for an end. */
  async end(): Promise<string> {
    for (;;) {
      const { status, terminal } = await this.look();
      if (terminal) return status;
      await pause(PAUSE_MS);
    }
  }

  private async look(): Promise<{ status: string; terminal: boolean }> {
    const shown = await this.insist(() => this.shopping.status(this.id));
    this.lastWord = shown.status;
    return shown;
  }

  get id(): string {
    if (!this.checkoutId) throw new Error('This buyer has no checkout yet');
    return this.checkoutId;
  }

  /** Repeats a call until it has an answer other than "later"; a refusal is an error. */
  private async insist(call: () => Promise<any>): Promise<any> {
    const answer = await this.answer(call);
    if (answer.code) throw new Error(`${this.kind.name} ${this.checkoutId ?? 'start'}: ${JSON.stringify(answer)}`);
    return answer;
  }

  private async answer(call: () => Promise<any>): Promise<any> {
    for (;;) {
      const answer = await call().catch((error: unknown) => this.lost(error));
      if (answer?.code) this.lastWord = answer.code;
      if (answer?.code === 'SAGA_TIMEOUT') throw new TooSlow();
      if (answer && !answer.retryable) return answer;
      await pause(PAUSE_MS);
    }
  }

  /** A connection that broke is the kill; an answer that says "errors" is not. */
  private lost(error: unknown): null {
    if (error instanceof Error && error.message.startsWith('GraphQL errors')) throw error;
    if (!this.returns) throw new Vanished();
    return null;
  }
}
