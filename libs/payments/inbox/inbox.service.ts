import { Inject, Injectable, Logger } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { after, CLOCK, NotFound, Problem, type Clock } from '@comptoir/kernel';
import { TenantsService } from '#tenants';
import { Config, Database, type Page, type PageRequest, type PlatformCollection } from '#platform';
import type { EventOrigin, PaymentFacts, ProviderEvent } from '../payment-provider.js';
import { PaymentsService } from '../payments.service.js';
import { INBOX, InboxState, type InboxRow } from './inbox.collection.js';
import { PAYMENT_LISTENER, type PaymentListener } from './payment-listener.js';

const KEPT_MS = 90 * 24 * 3_600_000;

/** After this many tries, two hours and a quarter, an event waits for a person; the checkout's own timers go on. */
const MAX_TRIES = 24;

/** Longest pause between two tries, milliseconds. */
const MAX_PAUSE_MS = 600_000;

/** Due whatever a clock says: one that is set back must not make a new event wait. */
const AT_ONCE = new Date(0);

/** Why an event is ignored that came to an endpoint, or in a list, of another account. */
const ELSEWHERE = 'It happened in another account than the one it was reported for';

/** Stores events before they are answered, then applies each by asking the provider what is true now. */
@Injectable()
export class InboxService {
  private readonly rows: PlatformCollection<InboxRow>;
  private readonly logger = new Logger('inbox');

  constructor(
    database: Database,
    private readonly payments: PaymentsService,
    private readonly tenants: TenantsService,
    private readonly modules: ModuleRef,
    private readonly config: Config,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.rows = database.platformCollection(INBOX);
  }

  /** Stores a verified event. Returns its row id when it is to be applied, null when it was here before or is not ours. */
  async store(provider: string, event: ProviderEvent, expected: EventOrigin): Promise<string | null> {
    const now = this.clock.now();
    const id = rowId(provider, event);
    const reason = whyIgnored(event, expected);
    const fate = reason
      ? { state: InboxState.ignored, dueAt: null, expiresAt: after(now, KEPT_MS) }
      : { state: InboxState.received, dueAt: AT_ONCE, expiresAt: null };
    const { account, type, sessionId, paymentId, createdAt } = event;
    const common = { id, provider, account, type, sessionId, paymentId, createdAt };
    const stored = await this.rows.insert({ ...common, ...fate, reason, tries: 0, receivedAt: now, appliedAt: null });
    if (stored && reason && (event.sessionId ?? event.paymentId)) this.logger.warn(`Event ${id} is ignored: ${reason}`);
    if (reason) return null;
    return stored || (await this.redirect(id)) ? id : null;
  }

  /** One that was reported for the wrong account first, and now for the right one. */
  private async redirect(id: string): Promise<boolean> {
    const change = { state: InboxState.received, reason: null, dueAt: AT_ONCE, expiresAt: null };
    return this.rows.change(id, { state: InboxState.ignored, reason: ELSEWHERE }, { $set: change });
  }

  /** Stores those of these events that are not here yet. */
  async storeNew(provider: string, events: readonly ProviderEvent[], expected: EventOrigin): Promise<void> {
    if (events.length === 0) return;
    const filter = { _id: { $in: events.map((event) => rowId(provider, event)) }, reason: { $ne: ELSEWHERE } };
    const rows = await this.rows.find(filter, { limit: events.length, projection: { _id: 1 } });
    const known = new Set(rows.map(({ id }) => id));
    for (const event of events) {
      if (!known.has(rowId(provider, event))) await this.store(provider, event, expected);
    }
  }

  /** Ids of events that are due, the longest waiting first. */
  async due(limit: number): Promise<string[]> {
    const filter = { dueAt: { $lte: this.clock.now() } };
    const rows = await this.rows.find(filter, { sort: { dueAt: 1 }, limit, projection: { _id: 1 } });
    return rows.map(({ id }) => id);
  }

  /** Events in one state, newest first. */
  async list(state: InboxState, page: PageRequest): Promise<Page<InboxRow>> {
    return this.rows.newest({ state }, page);
  }

  /** Tries an event once more, now, with all its tries ahead of it, and says what became of it. */
  async replay(id: string): Promise<InboxRow> {
    const again = { state: InboxState.received, tries: 0, dueAt: AT_ONCE, expiresAt: null };
    await this.rows.change(id, { state: { $ne: InboxState.ignored } }, { $set: again });
    await this.apply(id);
    const row = await this.rows.get(id);
    if (!row) throw new NotFound('event');
    return row;
  }

  /** Applies one event, unless another process has it. */
  async apply(id: string): Promise<void> {
    const now = this.clock.now();
    const claimed = await this.rows.update(
      id,
      { state: InboxState.received, dueAt: { $lte: now } },
      { $set: { dueAt: after(now, this.config.LEASE_MS) }, $inc: { tries: 1 } },
    );
    if (!claimed) return;
    try {
      const result = await this.ask(claimed);
      if (result === 'foreign') return await this.ignore(claimed, 'Its checkout is paid in another account');
      // Only now, after the change that it caused: killed in between, the event is applied again, which changes nothing.
      if (result === 'applied') await this.close(claimed);
      else await this.postpone(claimed, 'Its checkout is not there yet, or somebody is at work on it');
    } catch (error) {
      this.logger.warn(`Event ${id} could not be applied: ${error instanceof Error ? error.message : 'unknown'}`);
      await this.postpone(claimed, error instanceof Problem ? error.message : 'An unexpected error; see the log');
    }
  }

  /** What an event says is never believed: the object is read again, and its present state is applied. */
  private async ask(row: InboxRow): Promise<'applied' | 'parked' | 'foreign'> {
    const { provider: name, account, sessionId, paymentId } = row;
    const provider = this.payments.get(name);
    if (sessionId) {
      const facts = await provider.read({ providerId: sessionId, account });
      return (await this.isOurs(facts)) ? this.listener().observe(name, facts) : 'applied';
    }
    if (!paymentId) return 'applied';
    const facts = await provider.readAfterSale({ paymentId, account });
    return (await this.isOurs(facts)) ? this.listener().observeAfterSale(name, facts) : 'applied';
  }

  /** Whether we made it: then its tenant must be there, if only to finish what was begun. */
  private async isOurs({ tenantId, checkoutId }: Pick<PaymentFacts, 'tenantId' | 'checkoutId'>): Promise<boolean> {
    if (!tenantId || !checkoutId) return false;
    await this.tenants.resolveForWork(tenantId);
    return true;
  }

  private listener(): PaymentListener {
    return this.modules.get<PaymentListener>(PAYMENT_LISTENER, { strict: false });
  }

  private async close({ id, tries }: InboxRow): Promise<void> {
    const now = this.clock.now();
    const change = { state: InboxState.applied, dueAt: null, reason: null, appliedAt: now };
    await this.rows.change(id, { tries }, { $set: { ...change, expiresAt: after(now, KEPT_MS) } });
  }

  private async ignore({ id, tries }: InboxRow, reason: string): Promise<void> {
    this.logger.warn(`Event ${id} is ignored: ${reason}`);
    const change = { state: InboxState.ignored, dueAt: null, reason, expiresAt: after(this.clock.now(), KEPT_MS) };
    await this.rows.change(id, { state: InboxState.received, tries }, { $set: change });
  }

  private async postpone({ id, tries }: InboxRow, reason: string): Promise<void> {
    const dead = tries >= MAX_TRIES;
    if (dead) this.logger.error({ msg: 'event given up', event: id, reason });
    const pause = Math.min(MAX_PAUSE_MS, 250 * 2 ** tries);
    const change = dead ? { state: InboxState.dead, dueAt: null } : { dueAt: after(this.clock.now(), pause) };
    await this.rows.change(id, { state: InboxState.received, tries }, { $set: { ...change, reason } });
  }
}

function rowId(provider: string, { account, id }: ProviderEvent): string {
  return `${provider}/${account}/${id}`;
}

/** Why nothing is done about an event; null when it is ours to apply. */
function whyIgnored(event: ProviderEvent, expected: EventOrigin): string | null {
  const ofConnected = expected.account === null && event.account !== '';
  if (event.account !== expected.account && !ofConnected) return ELSEWHERE;
  if (event.live !== expected.live) return `It is about ${event.live ? 'real' : 'test'} money, this gateway is not`;
  return event.sessionId === null && event.paymentId === null ? 'It is about no payment session' : null;
}
