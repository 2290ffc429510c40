import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { RateLimited } from '../auth.problems.js';

const FAILURES = 5;
const PER_SECONDS = 60;

/** Who tries to sign in where. */
export interface LoginAttempt {
  tenantId: string;
  email: string;
  ip: string;
}

/**
 * Five failures a minute for one e-mail of one tenant from one address, per process. An attempt counts as a failure
 * until it proves to be none, so that a hundred at once are not all let in before the first one fails.
 */
@Injectable()
export class LoginThrottle {
  private readonly limiter = new RateLimiterMemory({ points: FAILURES, duration: PER_SECONDS });

  /** Counts the attempt, or throws {@link RateLimited}. */
  async enter(attempt: LoginAttempt): Promise<void> {
    try {
      await this.limiter.consume(keyOf(attempt));
    } catch (refused) {
      if (refused instanceof RateLimiterRes) throw new RateLimited(Math.max(1, Math.ceil(refused.msBeforeNext / 1000)));
      throw refused;
    }
  }

  /** Takes a success out of the count. */
  async forgive(attempt: LoginAttempt): Promise<void> {
    await this.limiter.reward(keyOf(attempt));
  }
}

/** Hashed, so that a separator inside a value cannot make two attempts look alike. */
function keyOf({ tenantId, email, ip }: LoginAttempt): string {
  return createHash('sha256')
    .update(JSON.stringify([tenantId, email, ip]))
    .digest('base64url');
}
