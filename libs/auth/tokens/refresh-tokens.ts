import { createHash, randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { after, CLOCK, newId, type Clock } from '@comptoir/kernel';
import { Database, type PlatformCollection } from '#platform';
import { RefreshTokenInvalid } from '../auth.problems.js';
import { REFRESH_TOKENS, type RefreshChain, type SessionOwner } from './refresh-token.collection.js';

/** A session that nobody refreshes for this long is over. */
const LIFETIME_MS = 30 * 86_400_000;

/** `<chain id>.<secret>`: the chain is found by id, so a token of it that was used before is recognised. */
const FORM = /^(tok_[0-9a-f]{24})\.[\w-]{43}$/;

/** Refresh tokens: opaque, each good for one use. A second use of any of them means somebody copied it. */
@Injectable()
export class RefreshTokens {
  private readonly chains: PlatformCollection<RefreshChain>;

  constructor(
    database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.chains = database.platformCollection(REFRESH_TOKENS);
  }

  /** Begins a session and returns its first token. */
  async begin(owner: SessionOwner): Promise<string> {
    const id = newId('tok');
    const token = newToken(id);
    const now = this.clock.now();
    const times = { createdAt: now, expiresAt: after(now, LIFETIME_MS), revokedAt: null };
    await this.chains.insert({ id, ...owner, ...times, currentHash: hash(token) });
    return token;
  }

  /** Tenant of the session that this token goes on with; null when it is not the good token of any. */
  async tenantOf(token: string): Promise<string | null> {
    const id = chainOf(token);
    const chain = id ? await this.chains.get(id) : null;
    return chain?.currentHash === hash(token) ? chain.tenantId : null;
  }

  /** Exchanges a token for the next one. One that was used before revokes its whole chain. */
  async rotate(token: string): Promise<{ owner: SessionOwner; token: string }> {
    const id = chainOf(token);
    if (!id) throw new RefreshTokenInvalid();
    const now = this.clock.now();
    const next = newToken(id);
    const good = { currentHash: hash(token), revokedAt: null, expiresAt: { $gt: now } };
    const change = { $set: { currentHash: hash(next), expiresAt: after(now, LIFETIME_MS) } };
    const chain = await this.chains.update(id, good, change);
    if (!chain) {
      await this.revoke(token);
      throw new RefreshTokenInvalid();
    }
    const { principalId, type, tenantId, email } = chain;
    return { owner: { principalId, type, tenantId, email }, token: next };
  }

  /** Ends the session that the token belongs to, whichever of its tokens it is. Unknown ones end nothing. */
  async revoke(token: string): Promise<void> {
    const id = chainOf(token);
    if (id) await this.chains.update(id, { revokedAt: null }, { $set: { revokedAt: this.clock.now() } });
  }
}

function newToken(chainId: string): string {
  return `${chainId}.${randomBytes(32).toString('base64url')}`;
}

function chainOf(token: string): string | null {
  return FORM.exec(token)?.[1] ?? null;
}

function hash(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}
