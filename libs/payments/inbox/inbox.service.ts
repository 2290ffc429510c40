import { Inject, Injectable, Logger } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { after, CLOCK, type Clock } from '@comptoir/kernel';
import { TenantsService } from '#tenants';
import { Config, Database, type PlatformCollection } from '#platform';
import type { ProviderEvent } from '../payment-provider.js';
import { PaymentsService } from '../payments.service.js';
import { INBOX, type InboxRow } from './inbox.collection.js';
import { PAYMENT_LISTENER, type PaymentListener } from './payment-listener.js';

const KEPT_MS = 90 * 24 * 3_600_000;

/** After this many tries an event is set aside for a person; reconciliation finds the money all the same. */
const MAX_TRIES = 12;

/** Longest pause between two tries, milliseconds. */
const MAX_PAUSE_MS = 600_000;

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

  /** Stores a verified event. Returns its row id when it is new, null when it was here before. */
  async store(provider: string, event: ProviderEvent): Promise<string | null> {
    const now = this.clock.now();
    const id = rowId(provider, event);
    const concerns = event.sessionId !== null;
    const stored = await this.rows.insert({
      id,
      provider,
      type: event.type,
      sessionId: event.sessionId,
      state: concerns ? 'received' : 'applied',
      tries: 0,
      createdAt: event.createdAt,
      receivedAt: now,
      appliedAt: concerns ? null : now,
      dueAt: concerns ? now : null,
      expiresAt: concerns ? null : after(now, KEPT_MS),
    });
    return stored && concerns ? id : null;
  }

  /** Stores those of these events that are not here yet. */
  async storeNew(provider: string, events: readonly ProviderEvent[]): Promise<void> {
    if (events.length === 0) return;
    const filter = { _id: { $in: events.map((event) => rowId(provider, event)) } };
    const rows = await this.rows.find(filter, { limit: events.length, projection: { _id: 1 } });
    const known = new Set(rows.map(({ id }) => id));
    for (const event of events) if (!known.has(rowId(provider, event))) await this.store(provider, event);
  }

  /** Ids of events that are due, the longest waiting first. */
  async due(limit: number): Promise<string[]> {
    const filter = { dueAt: { $lte: this.clock.now() } };
    const rows = await this.rows.find(filter, { sort: { dueAt: 1 }, limit, projection: { _id: 1 } });
    return rows.map(({ id }) => id);
  }

  /** Applies one event, unless another process has it. */
  async apply(id: string): Promise<void> {
    const now = this.clock.now();
    const claimed = await this.rows.update(
      id,
      { state: 'received', dueAt: { $lte: now } },
      { $set: { dueAt: after(now, this.config.LEASE_MS) }, $inc: { tries: 1 } },
    );
    if (!claimed?.sessionId) return;
    try {
      const result = await this.ask(claimed.provider, claimed.sessionId);
      await (result === 'applied' ? this.close(claimed, 'applied') : this.postpone(claimed));
    } catch (error) {
      this.logger.warn(`Event ${id} could not be applied: ${error instanceof Error ? error.message : 'unknown'}`);
      await this.postpone(claimed);
    }
  }

  /** What an event says is never believed: the object is read again, and its present state is applied. */
  private async ask(providerName: string, sessionId: string): Promise<'applied' | 'parked'> {
    const provider = this.payments.get(providerName);
    const facts = await provider.read({ providerId: sessionId });
    if (!facts.tenantId || !facts.checkoutId) return 'applied';
    await this.tenants.resolveForWork(facts.tenantId);
    return this.modules.get<PaymentListener>(PAYMENT_LISTENER, { strict: false }).observe(providerName, facts);
  }

  private async close(row: InboxRow, state: 'applied' | 'dead'): Promise<void> {
    const now = this.clock.now();
    const change = { state, dueAt: null, appliedAt: state === 'applied' ? now : null, expiresAt: after(now, KEPT_MS) };
    await this.rows.update(row.id, { tries: row.tries }, { $set: change });
  }

  private async postpone(row: InboxRow): Promise<void> {
    if (row.tries >= MAX_TRIES) return this.close(row, 'dead');
    const pause = Math.min(MAX_PAUSE_MS, 250 * 2 ** row.tries);
    await this.rows.update(row.id, { tries: row.tries }, { $set: { dueAt: after(this.clock.now(), pause) } });
  }
}

function rowId(provider: string, { account, id }: ProviderEvent): string {
  return `${provider}/${account}/${id}`;
}
