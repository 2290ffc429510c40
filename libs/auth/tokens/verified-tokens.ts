import type { Principal } from '@comptoir/tenant-kit';

/** A token that passed every check. */
export interface VerifiedToken {
  principal: Principal;
  kid: string;
  /** `exp`, in milliseconds. */
  until: number;
}

const MAX_TOKENS = 2000;

/**
 * Tokens that were verified lately: a signature costs 250 us, more than the rest of a request's overhead. Only whole
 * tokens that passed are kept, so a changed one never finds an entry.
 */
export class VerifiedTokens {
  private readonly byToken = new Map<string, VerifiedToken>();

  /** The entry, while the token has not expired. */
  get(token: string, now: number): VerifiedToken | undefined {
    const entry = this.byToken.get(token);
    if (!entry || entry.until > now) return entry;
    this.byToken.delete(token);
    return undefined;
  }

  set(token: string, entry: VerifiedToken): void {
    const oldest = this.byToken.size >= MAX_TOKENS ? this.byToken.keys().next() : null;
    if (oldest && !oldest.done) this.byToken.delete(oldest.value);
    this.byToken.set(token, entry);
  }
}
