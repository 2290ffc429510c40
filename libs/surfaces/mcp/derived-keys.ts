import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { after, CLOCK, newId, type Clock } from '@comptoir/kernel';
import type { Principal } from '@comptoir/tenant-kit';
import { Database, type PlatformCollection } from '#platform';
import type { Operation } from '../operations/operation.js';
import type { Value } from '../operations/operation-result.js';
import { DERIVED_KEYS, type DerivedKey } from './derived-key.collection.js';

const KEPT_MS = 10 * 60_000;

/**
 * Idempotency keys for agents that send none: the same caller, operation and arguments get the same key for ten minutes
 * from the first call. The key is stored rather than computed from the time, so that there is no edge at which a repeat
 * gets another one, whichever process it reaches. It is forgotten when its call ends in a problem that a repeat should
 * not see again.
 */
@Injectable()
export class DerivedKeys {
  private readonly keys: PlatformCollection<DerivedKey>;

  constructor(
    database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.keys = database.platformCollection(DERIVED_KEYS);
  }

  /** The key of this call, new or known. */
  async of(principal: Principal, operation: Operation, values: Value): Promise<DerivedKey> {
    const id = fingerprint([principal.type, principal.id, operation.name, values]);
    const now = this.clock.now();
    const fresh = { id, key: newId('key'), expiresAt: after(now, KEPT_MS) };
    if (await this.keys.insert(fresh)) return fresh;
    const known = await this.keys.get(id);
    if (known && known.expiresAt > now) return known;
    const { id: _id, ...change } = fresh;
    const renewed = await this.keys.update(id, { expiresAt: { $lte: now } }, { $set: change });
    // Another process renewed or removed it in between.
    return renewed ?? this.of(principal, operation, values);
  }

  /** The next call of this kind is a new one. */
  async forget({ id, key }: DerivedKey): Promise<void> {
    await this.keys.remove(id, { key });
  }
}

/** Key order does not matter: a model may write one object in two ways. */
function fingerprint(call: unknown): string {
  const canonical = JSON.stringify(call, (_name, inner: unknown) =>
    inner && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
  return createHash('sha256').update(canonical).digest('base64url');
}
