// What the emulator costs, in a process of its own: `node test/judges/stripe/costs.mjs` after `npm run build`. Prints one line.
import Stripe from 'stripe';
import { startStripeEmulator } from '#stripe-emulator';

const before = process.memoryUsage.rss();
const begun = performance.now();
const emulator = await startStripeEmulator();
const startMs = performance.now() - begun;
const startedMb = (process.memoryUsage.rss() - before) / 1e6;

const httpClient = Stripe.createFetchHttpClient(emulator.fetch);
const stripe = new Stripe('sk_test_costs', { httpClient, maxNetworkRetries: 0, telemetry: false });
const product_data = { name: 'Olive oil' };
const session = {
  mode: 'payment',
  line_items: [{ quantity: 2, price_data: { currency: 'eur', unit_amount: 1000, product_data } }],
  success_url: 'http://shop.example/done',
};

/** Sessions for a while; the first ones warm the machine up. */
async function sessionsFor(ms) {
  const from = performance.now();
  let made = 0;
  while (performance.now() - from < ms) {
    await stripe.checkout.sessions.create(session);
    made += 1;
  }
  return { made, perSecond: Math.round((made * 1000) / (performance.now() - from)) };
}

await sessionsFor(500);
globalThis.gc?.();
const heap = process.memoryUsage().heapUsed;
const { made, perSecond } = await sessionsFor(2_000);
globalThis.gc?.();
const kbEach = (process.memoryUsage().heapUsed - heap) / made / 1e3;
await emulator.stop();

console.log(
  `starts in ${startMs.toFixed(1)} ms and ${startedMb.toFixed(1)} MB; process ${(before / 1e6).toFixed(0)} MB before; ` +
    `${perSecond} sessions/s through the SDK in process, ${kbEach.toFixed(1)} kB kept for each`,
);
