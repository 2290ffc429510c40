import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, newId, NotFound, type Clock } from '@comptoir/kernel';
import type { Principal, Scope, TenantContext } from '@comptoir/tenant-kit';
import { Database, type Page, type PageRequest, type PlatformCollection } from '#platform';
import { Unauthenticated } from '../auth.problems.js';
import { APPLICATION_KEYS, type ApplicationKey } from './application-key.collection.js';
import { isSecret, keyPartsOf, newKeyText } from './key-text.js';

/** Keys of applications: made, listed and revoked by who administers their tenant. */
@Injectable()
export class ApplicationKeys {
  private readonly keys: PlatformCollection<ApplicationKey>;

  constructor(
    database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.keys = database.platformCollection(APPLICATION_KEYS);
  }

  /** The key and its text, which cannot be had a second time. */
  async create(
    { tenantId }: Pick<TenantContext, 'tenantId'>,
    wanted: Pick<ApplicationKey, 'name' | 'scopes'>,
  ): Promise<{ key: ApplicationKey; text: string }> {
    const id = newId('key');
    const { text, secretHash } = newKeyText(id);
    const { name, scopes } = wanted;
    const key = { id, tenantId, name, scopes, secretHash, createdAt: this.clock.now(), revokedAt: null };
    if (!(await this.keys.insert(key))) throw new Error('An application key of this id is there already');
    return { key, text };
  }

  /** Newest first, the revoked ones too. */
  list({ tenantId }: TenantContext, page: PageRequest): Promise<Page<ApplicationKey>> {
    return this.keys.newest({ tenantId }, page);
  }

  /** From now on the key opens nothing. Revoking it twice is no failure. */
  async revoke({ tenantId }: TenantContext, id: string): Promise<ApplicationKey> {
    const revoked = await this.keys.update(
      id,
      { tenantId, revokedAt: null },
      { $set: { revokedAt: this.clock.now() } },
    );
    const key = revoked ?? (await this.keys.get(id));
    if (key?.tenantId !== tenantId) throw new NotFound('application key');
    return key;
  }

  /** Who calls by this key. Asked of the database each time, so that a revoked key is over at once. */
  async verify(text: string): Promise<Principal> {
    const parts = keyPartsOf(text);
    const key = parts && (await this.keys.get(parts.id));
    if (!key || key.revokedAt || !isSecret(parts.secret, key.secretHash)) throw new Unauthenticated();
    return { type: 'application', id: key.id, tenantId: key.tenantId, scopes: key.scopes };
  }
}

/** What the key of an application may allow. */
export const KEY_SCOPES = [
  'catalog:read',
  'cart:write',
  'checkout:write',
  'order:read',
  'payment:read',
] as const satisfies readonly Scope[];
