import type { IncomingHttpHeaders } from 'node:http';
import { ApiError } from '../core/api-error.js';
import { PLATFORM_ACCOUNT } from '../core/world.js';

/** The account a request acts on, after checking its key. */
export function authenticate(headers: IncomingHttpHeaders, accepted: readonly string[] | undefined): string {
  const key = keyOf(headers.authorization);
  if (key === null || key === '') {
    throw refusal(
      'You did not provide an API key. Send it as `Authorization: Bearer sk_test_…` or as the user name of basic auth.',
    );
  }
  if (/^(sk|rk)_live_/.test(key)) throw refusal('This is a test payment emulator: it refuses live keys.');
  const known = accepted === undefined ? /^(sk|rk)_test_\w+$/.test(key) : accepted.includes(key);
  if (!known) throw refusal(`Invalid API Key provided: ${key.slice(0, 8)}****`);
  return connectedAccount(headers['stripe-account']) ?? PLATFORM_ACCOUNT;
}

function connectedAccount(header: string | string[] | undefined): string | undefined {
  if (header === undefined) return undefined;
  if (typeof header === 'string' && /^acct_\w+$/.test(header)) return header;
  throw new ApiError(403, 'invalid_request_error', 'The Stripe-Account header does not name an account.', {
    code: 'account_invalid',
  });
}

function keyOf(authorization: string | undefined): string | null {
  const [scheme = '', value = ''] = authorization?.split(' ') ?? [];
  if (scheme.toLowerCase() === 'bearer') return value;
  if (scheme.toLowerCase() !== 'basic') return null;
  return Buffer.from(value, 'base64').toString('utf8').split(':')[0] ?? null;
}

function refusal(message: string): ApiError {
  return new ApiError(401, 'invalid_request_error', message);
}
