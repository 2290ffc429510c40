import Stripe from 'stripe';
import type { Config } from '#platform';

/** How long one call to Stripe may take, milliseconds: with its retries it stays under a step's deadline. */
const CALL_MS = 6_000;
const RETRIES = 2;

/** How a session is read: somebody waits for the answer, and whoever needs it asks again soon. */
export const READING = { timeout: 4_000, maxNetworkRetries: 1 };

/** The SDK, aimed at Stripe or at an emulator. The platform's key, unless another one is given. */
export function createStripe(config: Config, key = config.STRIPE_SECRET_KEY): Stripe {
  const options = { timeout: CALL_MS, maxNetworkRetries: RETRIES, telemetry: false, appInfo: { name: 'Comptoir' } };
  if (!config.STRIPE_API_BASE) return new Stripe(key, options);
  const { hostname, port } = new URL(config.STRIPE_API_BASE);
  return new Stripe(key, {
    ...options,
    protocol: 'http',
    host: hostname,
    port: Number(port || 80),
  });
}
