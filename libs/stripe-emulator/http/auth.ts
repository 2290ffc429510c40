import { ApiError } from '../core/api-error.js';
import { PLATFORM_ACCOUNT } from '../core/world.js';
import type { Incoming } from './exchange.js';

/** What a buyer's page may do with the publishable key: read and confirm an intent whose client secret it sends. */
const BUYERS_PATH = /^\/v1\/payment_intents\/\w+(\/confirm)?$/;

/** The account a request acts on, after checking its key. */
export function authenticate(incoming: Incoming, accepted: readonly string[] | undefined): string {
  const { headers } = incoming;
  const key = keyOf(headers.authorization);
  if (key === null || key === '') {
    throw refusal(
      'You did not provide an API key. Send it as `Authorization: Bearer sk_test_…` or as the user name of basic auth.',
    );
  }
  if (/^(sk|rk)_live_/.test(key)) throw refusal('This is a test payment emulator: it refuses live keys.');
  const own = ownerOf(key);
  if (/^pk_test_\w+$/.test(key)) {
    if (!isBuyers(incoming)) throw refusal('This API call cannot be made with a publishable API key.');
    return actsOn(own, headers['stripe-account']);
  }
  const known = accepted === undefined ? /^(sk|rk)_test_\w+$/.test(key) : accepted.includes(key);
  if (!known) throw refusal(`Invalid API Key provided: ${key.slice(0, 8)}****`);
  return actsOn(own, headers['stripe-account']);
}

/** A key of Stripe begins with the account that it belongs to: `sk_test_51A…` is of `acct_1A…`. Any other is the platform's. */
function ownerOf(key: string): string {
  const account = /^(?:sk|rk|pk)_test_5(1[A-Za-z0-9]{15})/.exec(key)?.[1];
  return account === undefined ? PLATFORM_ACCOUNT : `acct_${account}`;
}

/** The platform acts on any account that it names, everybody else on their own. */
function actsOn(own: string, header: string | string[] | undefined): string {
  const named = connectedAccount(header) ?? own;
  if (named === own || own === PLATFORM_ACCOUNT) return named;
  throw new ApiError(403, 'invalid_request_error', `The key of '${own}' has no access to '${named}'.`, {
    code: 'account_invalid',
  });
}

/** That the secret is the right one is for the operation to say. */
function isBuyers({ path, query, body }: Incoming): boolean {
  return BUYERS_PATH.test(path) && /(^|&)client_secret=/.test(`${query}&${body}`);
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
