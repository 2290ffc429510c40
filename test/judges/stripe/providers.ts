import Stripe from 'stripe';
import type { StripeEmulator, StripeEmulatorOptions } from '#stripe-emulator';
import { startStripeEmulator } from '#stripe-emulator';
import type { Judge } from './schemas/check.js';

/** Something that speaks Stripe's API, and the official SDK pointed at it. */
export interface Provider {
  readonly stripe: Stripe;
  /** Absent: it is Stripe itself, so a test can neither move its clock nor press its buttons. */
  readonly emulator?: StripeEmulator;
  readonly stop: () => Promise<void>;
}

const KEY = 'sk_test_judges';

/** What every answer is judged by on its way to the SDK; its findings are kept in `problems`. */
export interface Watch {
  readonly judge: Judge;
  readonly problems: string[];
}

/** The emulator in this process, without a socket between it and the SDK. */
export async function inProcess(options: StripeEmulatorOptions = {}, watch?: Watch): Promise<Provider> {
  const emulator = await startStripeEmulator(options);
  const send = watch === undefined ? emulator.fetch : watched(emulator.fetch, watch);
  const httpClient = Stripe.createFetchHttpClient(send);
  const stripe = new Stripe(KEY, { httpClient, maxNetworkRetries: 0, telemetry: false });
  return { stripe, emulator, stop: () => emulator.stop() };
}

/** The emulator over HTTP. */
export async function overHttp(): Promise<Provider> {
  const emulator = await startStripeEmulator();
  const { port } = emulator;
  const stripe = new Stripe(KEY, {
    host: '127.0.0.1',
    port,
    protocol: 'http',
    maxNetworkRetries: 0,
    telemetry: false,
  });
  return { stripe, emulator, stop: () => emulator.stop() };
}

/** Stripe itself, in test mode, for whoever has an account. */
export function stripeItself(key: string): Provider {
  return { stripe: new Stripe(key, { maxNetworkRetries: 2 }), stop: () => Promise.resolve() };
}

/** The test key of an account at Stripe, when the environment has one. */
export function keyOfStripe(): string | undefined {
  const key = process.env['STRIPE_SECRET_KEY'];
  return key !== undefined && /^(sk|rk)_test_\w{20,}$/.test(key) ? key : undefined;
}

function watched(send: typeof fetch, { judge, problems }: Watch): typeof fetch {
  return async (input, init) => {
    const answer = await send(input, init);
    if (answer.status === 200) problems.push(...judge.check(await answer.clone().json()));
    return answer;
  };
}
