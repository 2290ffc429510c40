import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { after, CLOCK, Problem, reviveProblem, storedProblem, type Clock } from '@comptoir/kernel';
import { Config } from '../config/config.js';
import { Database } from '../mongo/database.js';
import type { PlatformCollection } from '../mongo/platform-collection.js';
import { IdempotencyInFlight, IdempotencyKeyMismatch, IdempotencyKeyRequired } from './idempotency.problems.js';
import { LEDGER, type LedgerRow } from './ledger.collection.js';

const KEPT_MS = 24 * 3_600_000;

/** One call that is to have one effect, however often it is sent. */
export interface KeyedCall {
  tenantId: string;
  principalId: string;
  operation: string;
  /** Null when the caller sent none: refused. */
  key: string | null;
  /** Everything that makes the call what it is. */
  args: unknown;
  /** Makes the id of what the call creates, for its first execution. */
  newObjectId: () => string;
}

/** Same key, same answer; other arguments, a refusal. */
@Injectable()
export class IdempotencyService {
  private readonly ledger: PlatformCollection<LedgerRow>;

  constructor(
    database: Database,
    private readonly config: Config,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.ledger = database.platformCollection(LEDGER);
  }

  /**
   * Runs `execute` once per key. It gets the id for what it creates (the same again after a crash), and whether an earlier
   * call began it and may have come as far as to its end; it returns the id of the result. A repeat gets that id with
   * `replayed`, to be rendered anew.
   */
  async once(
    call: KeyedCall,
    execute: (objectId: string, begunBefore: boolean) => Promise<string>,
  ): Promise<{ id: string; replayed: boolean }> {
    if (!call.key) throw new IdempotencyKeyRequired();
    const { row, begunBefore } = await this.claim(
      call,
      [call.tenantId, call.principalId, call.operation, call.key].join('/'),
    );
    if (row.outcome) return replay(row.outcome);
    try {
      const id = await execute(row.objectId, begunBefore);
      await this.close(row, { objectId: id });
      return { id, replayed: false };
    } catch (error) {
      await this.settleFailure(row, error);
      throw error;
    }
  }

  private async claim(call: KeyedCall, id: string): Promise<{ row: LedgerRow; begunBefore: boolean }> {
    const now = this.clock.now();
    const row: LedgerRow = {
      id,
      argumentHash: hash(call.args),
      objectId: call.newObjectId(),
      leaseUntil: after(now, this.config.LEASE_MS),
      outcome: null,
      createdAt: now,
      expiresAt: after(now, KEPT_MS),
    };
    if (await this.ledger.insert(row)) return { row, begunBefore: false };
    const known = await this.ledger.get(id);
    // The row went between the two calls: its 24 hours are over.
    if (!known) return this.claim(call, id);
    if (known.argumentHash !== row.argumentHash) throw new IdempotencyKeyMismatch();
    return { row: known.outcome ? known : await this.takeOver(known, row.leaseUntil, now), begunBefore: true };
  }

  /** The first call is gone (killed, or it failed in a way that is worth a repeat): go on in its place. */
  private async takeOver(row: LedgerRow, leaseUntil: Date, now: Date): Promise<LedgerRow> {
    const guard = { outcome: null, leaseUntil: { $lte: now } };
    const taken = await this.ledger.update(row.id, guard, { $set: { leaseUntil } });
    if (!taken) throw new IdempotencyInFlight();
    return taken;
  }

  /** A clear refusal is kept like a result. Anything worth a repeat frees the key at once. */
  private async settleFailure(row: LedgerRow, error: unknown): Promise<void> {
    if (error instanceof Problem && !error.retryable) return this.close(row, { problem: storedProblem(error) });
    await this.ledger.change(row.id, { outcome: null }, { $set: { leaseUntil: this.clock.now() } });
  }

  private async close(row: LedgerRow, outcome: NonNullable<LedgerRow['outcome']>): Promise<void> {
    await this.ledger.change(row.id, { outcome: null }, { $set: { outcome } });
  }
}

function replay(outcome: NonNullable<LedgerRow['outcome']>): { id: string; replayed: true } {
  if ('problem' in outcome) throw reviveProblem(outcome.problem);
  return { id: outcome.objectId, replayed: true };
}

/** Key order does not matter: two clients may spell one object differently. */
function hash(args: unknown): string {
  return createHash('sha256').update(canonical(args)).digest('base64url');
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_name, inner: unknown) =>
    inner && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
