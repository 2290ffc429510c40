import { randomUUID } from 'node:crypto';
import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { after, CLOCK, type Clock } from '@comptoir/kernel';
import { Config, Database, DueWork, type Filter, type PlatformCollection } from '#platform';
import { PaymentsService } from '../payments.service.js';
import { PaymentRefused } from '../payments.problems.js';
import { EVENT_CURSORS, type EventCursor } from './event-cursor.collection.js';
import { InboxService } from './inbox.service.js';

/** Read again each time: events are listed some moments after the time they carry, and not always in its order. */
const OVERLAP_MS = 5 * 60_000;

/** How far back the first reading of an account goes: no goods are held for longer. */
const FIRST_MS = 24 * 3_600_000;

/** An account in which nothing was opened for so long has nothing in flight any more: money may be on its way 14 days. */
const ACTIVE_MS = 20 * 24 * 3_600_000;

/** How often it is written down that an account is in use. */
const USE_NOTED_MS = 24 * 3_600_000;

/** Pages of one reading; what is left is gone on with at the next look. */
const PAGES = 10;

const ACCOUNTS_AT_ONCE = 4;
const ACCOUNTS_FOUND = 100;

/**
 * Reads what happened at the providers, so that nothing depends on their webhooks: each list of events, from an
 * overlapping cursor, into the same inbox. A row's id makes repeats free; so a kill costs a repeat, never an event.
 *
 * An account is active while money may still come in at it. The platform's own always is: whether any checkout waits
 * would take a query, and late money comes when none does. Another one is, from before a session is opened in it.
 */
@Injectable()
export class EventPolling implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('events');
  private readonly cursors: PlatformCollection<EventCursor>;
  private readonly work: DueWork<EventCursor>;

  constructor(
    database: Database,
    private readonly payments: PaymentsService,
    private readonly inbox: InboxService,
    private readonly config: Config,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.cursors = database.platformCollection(EVENT_CURSORS);
    this.work = new DueWork({
      find: () => this.cursors.find(this.isDue(), { sort: { dueAt: 1 }, limit: ACCOUNTS_FOUND }),
      key: ({ id }) => id,
      work: (cursor) => this.read(cursor),
      atOnce: ACCOUNTS_AT_ONCE,
      pauseMs: config.SWEEP_INTERVAL_MS,
      onError: (err, key) => this.logger.error({ msg: 'event list not read', of: key, err }),
    });
  }

  async onApplicationBootstrap(): Promise<void> {
    if (this.config.EVENT_POLL_INTERVAL_MS === 0) return;
    for (const provider of this.payments.names()) await this.activate(provider, '', null);
    this.work.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.work.stop();
  }

  /** Sees to it that the events of an account are read before something is opened in it. Safe to repeat. */
  async follow(provider: string, account: string): Promise<void> {
    if (account === '' || this.config.EVENT_POLL_INTERVAL_MS === 0) return;
    const now = this.clock.now();
    const cursor = await this.cursors.get(idOf(provider, account));
    if (!cursor) return this.activate(provider, account, now);
    if (cursor.usedAt && cursor.usedAt > after(now, -USE_NOTED_MS)) return;
    await this.cursors.update(cursor.id, {}, { $set: { usedAt: now } });
  }

  /** From now on the events of this account are read. Safe to repeat. */
  private async activate(provider: string, account: string, usedAt: Date | null): Promise<void> {
    const now = this.clock.now();
    const start = { readTo: after(now, -FIRST_MS), goal: null, after: null, reader: null, dueAt: now };
    await this.cursors.insert({ id: idOf(provider, account), provider, account, usedAt, ...start });
  }

  /** A time further ahead than any that is set was set by a clock that was wrong. */
  private isDue(): Filter {
    const now = this.clock.now();
    const { EVENT_POLL_INTERVAL_MS, LEASE_MS } = this.config;
    const furthest = after(now, 2 * (EVENT_POLL_INTERVAL_MS + LEASE_MS));
    const active = { usedAt: { $not: { $lte: after(now, -ACTIVE_MS) } } };
    return { ...active, $or: [{ dueAt: { $lte: now } }, { dueAt: { $gt: furthest } }] };
  }

  /** Claims the account, unless another process reads it, and stores what is new. */
  private async read({ id }: EventCursor): Promise<void> {
    const begun = this.clock.now();
    const claim = { reader: randomUUID(), dueAt: after(begun, this.config.LEASE_MS) };
    const claimed = await this.cursors.update(id, this.isDue(), { $set: claim });
    if (!claimed) return;
    const next = after(begun, this.config.EVENT_POLL_INTERVAL_MS);
    try {
      await this.readPages(claimed, next);
    } catch (error) {
      this.logger.warn(`Events of ${id} could not be read: ${error instanceof Error ? error.message : 'unknown'}`);
      // The event to go on after may be forgotten by the provider: then from the cursor once more.
      const again = error instanceof PaymentRefused ? { goal: null, after: null } : {};
      await this.cursors.update(id, { reader: claim.reader }, { $set: { ...again, dueAt: next } });
    }
  }

  private async readPages(claimed: EventCursor, next: Date): Promise<void> {
    let cursor: EventCursor | null = claimed;
    for (let page = 1; page <= PAGES && cursor; page += 1) {
      const change = await this.storePage(cursor);
      const dueAt = this.dueAfter(page, change.after === null, next);
      // Nobody but the reader moves the cursor: who was so slow that another one reads now, is done.
      cursor = await this.cursors.update(cursor.id, { reader: cursor.reader }, { $set: { ...change, dueAt } });
      if (change.after === null) return;
    }
  }

  private dueAfter(page: number, isLast: boolean, next: Date): Date {
    if (isLast) return next;
    return page === PAGES ? this.clock.now() : after(this.clock.now(), this.config.LEASE_MS);
  }

  /** Stores one page and says where the cursor is after it: it moves only past what is stored. */
  private async storePage(cursor: EventCursor): Promise<Pick<EventCursor, 'readTo' | 'goal' | 'after'>> {
    const { provider, account, readTo } = cursor;
    const since = after(readTo, -OVERLAP_MS);
    const { events, next } = await this.payments.get(provider).events({ account, since, after: cursor.after });
    await this.inbox.storeNew(provider, events, { account, live: this.payments.get(provider).endpoint.live });
    // The newest come first, so the first page of a reading tells how far it will have got.
    const goal = cursor.goal ?? events[0]?.createdAt ?? readTo;
    if (next !== null) return { readTo, goal, after: next };
    return { readTo: goal > readTo ? goal : readTo, goal: null, after: null };
  }
}

function idOf(provider: string, account: string): string {
  return `${provider}/${account}`;
}
