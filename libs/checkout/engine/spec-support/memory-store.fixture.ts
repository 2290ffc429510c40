import { after } from '@comptoir/kernel';
import { TRANSITIONS } from '../transitions.js';
import type { CheckoutDocument } from '../checkout-document.js';
import { committed } from '../commit.js';
import { dueAt, waitsForBuyer } from '../due-at.js';
import { awaitedSession } from '../session-facts.js';
import type { CheckoutStore } from '../runner.js';

/** Documents in memory, with a real compare-and-set. Nobody can change what it holds. */
export class MemoryStore implements CheckoutStore {
  readonly violations: string[] = [];
  /** Every intent that was ever saved. */
  private readonly intents = new Set<string>();
  /** `seq` of every event that was told, in order. */
  readonly told: number[] = [];
  private document: CheckoutDocument | null = null;

  load(): Promise<CheckoutDocument | null> {
    return Promise.resolve(this.read());
  }

  insert(checkout: CheckoutDocument): Promise<CheckoutDocument | null> {
    if (this.document) return Promise.resolve(null);
    this.write(copy(committed(null, checkout)));
    return Promise.resolve(this.read());
  }

  /** Like the real one, it writes only the fields that are other objects than before. */
  save(previous: CheckoutDocument, next: CheckoutDocument): Promise<CheckoutDocument | null> {
    if (this.document?.version !== previous.version) return Promise.resolve(null);
    const { outbox, ...fields } = committed(previous, next);
    const added = outbox.filter(({ seq }) => seq > previous.eventSeq);
    const changed = Object.entries(fields).filter(
      ([name, value]) => value !== previous[name as keyof CheckoutDocument],
    );
    const version = previous.version + 1;
    const told = [...this.document.outbox, ...added];
    this.write(copy({ ...this.document, ...Object.fromEntries(changed), outbox: told, version }));
    return Promise.resolve(this.read());
  }

  /** Everybody is told of everything so far. */
  tell(): void {
    if (!this.document) return;
    this.told.push(...this.document.outbox.map(({ seq }) => seq));
    const rest = { ...this.document, outbox: [], untoldSessions: [] };
    this.write(copy({ ...rest, dueAt: dueAt(rest) }));
  }

  read(): CheckoutDocument | null {
    return this.document;
  }

  wasIntended(run: number, step: string, attempt: number, state: 'started' | 'undoing'): boolean {
    return this.intents.has([run, step, attempt, state].join(':'));
  }

  private write(next: CheckoutDocument): void {
    if (this.document && !isReachable(this.document, next)) {
      this.violations.push(`status went from ${this.document.status} to ${next.status}`);
    }
    if (next.runs.filter(({ definition, endedAt }) => definition === 'checkout' && !endedAt).length > 1) {
      this.violations.push('two runs of the checkout at once');
    }
    this.violations.push(...brokenWindows(next));
    for (const { no, steps } of next.runs) {
      for (const { name, attempt, state } of steps) this.intents.add([no, name, attempt, state].join(':'));
    }
    this.document = next;
  }
}

/** One write may make several changes of status, each of them legal. */
function isReachable(from: CheckoutDocument, to: CheckoutDocument): boolean {
  const reached = new Set([from.status]);
  for (const status of reached) for (const next of TRANSITIONS[status]) reached.add(next);
  return reached.has(to.status);
}

/** The shortest page, and so what a tenant of half an hour lets a checkout wait at most with nothing to be paid. */
const PAGE_MS = 31 * 60_000;

/** A session ends before its checkout, if it can, and that before its hold; for nothing nobody waits for days. */
function brokenWindows(checkout: CheckoutDocument): string[] {
  const { expiresAt, holdUntil, updatedAt } = checkout;
  const session = awaitedSession(checkout);
  const paidUntil = session && session.expiresAt > after(session.openedAt, PAGE_MS) ? session.expiresAt : null;
  const isForNothing = waitsForBuyer(checkout) && !session && expiresAt > after(updatedAt, PAGE_MS);
  return [
    ...(holdUntil < expiresAt ? ['the hold ends before the checkout'] : []),
    ...(paidUntil && expiresAt < paidUntil ? ['the checkout ends before its session'] : []),
    ...(isForNothing ? ['it waits for days for nothing'] : []),
  ];
}

/** A deep copy that nobody can change. What is frozen is one already. */
function copy<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  if (value instanceof Date) return Object.freeze(new Date(value)) as T;
  if (Array.isArray(value)) return Object.freeze(value.map(copy)) as T;
  const entries = Object.entries(value).map(([name, inner]) => [name, copy(inner)] as const);
  return Object.freeze(Object.fromEntries(entries)) as T;
}
