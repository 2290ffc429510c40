import Stripe from 'stripe';
import { InvalidInput } from '@comptoir/kernel';
import type { Config } from '#platform';
import type { PaymentKeys } from '../keys/payment-keys.service.js';
import { asking } from './stripe-errors.js';
import { createStripe } from './stripe.client.js';

/** Refuses keys that would take real money for a test or the other way round, and a key of another account. */
export async function checkStripeKeys(config: Config, keys: PaymentKeys): Promise<void> {
  const wanted = modeOf(config.STRIPE_SECRET_KEY);
  refuseMode('secretKey', keys.secretKey, wanted);
  if (keys.publishableKey) refuseMode('publishableKey', keys.publishableKey, wanted);
  // The gateway itself starts with no live key beside an emulator; here it is said again, where another key comes in.
  if (config.STRIPE_API_BASE && modeOf(keys.secretKey) === 'live') {
    throw InvalidInput.at('input.secretKey', 'mode', 'is a live key, and this gateway uses an emulator of Stripe');
  }
  const account = await accountOf(createStripe(config, keys.secretKey));
  if (account !== null && account !== keys.account) {
    throw InvalidInput.at('input.account', 'account', 'is not the account that this secret key belongs to');
  }
}

function refuseMode(field: string, key: string, wanted: string | undefined): void {
  if (modeOf(key) === wanted) return;
  throw InvalidInput.at(`input.${field}`, 'mode', `is a ${modeOf(key)} key, and this gateway is ${wanted}`);
}

/** `test` or `live`, as the key itself says. */
function modeOf(key: string): string | undefined {
  return key.split('_')[1];
}

/** Null where the key is good, but may not ask: a restricted one. */
async function accountOf(stripe: Stripe): Promise<string | null> {
  try {
    const account = await stripe.accounts.retrieveCurrent();
    if (account.object !== 'account' || !account.id) throw new Error('Stripe did not answer with an account');
    return account.id;
  } catch (error) {
    if (error instanceof Stripe.errors.StripePermissionError) return null;
    if (error instanceof Stripe.errors.StripeAuthenticationError) {
      throw InvalidInput.at('input.secretKey', 'unknown', 'is a key that Stripe does not know');
    }
    return asking(() => Promise.reject<string>(error as Error));
  }
}
