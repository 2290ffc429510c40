import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Stripe from 'stripe';
import type { StripeEmulator, StripeEmulatorOptions } from '../index.js';
import { startStripeEmulator } from '../index.js';

export const SECRET = 'whsec_test_secret_for_specs';

const running: { stop(): Promise<void> }[] = [];
const folders: string[] = [];

/** Starts an emulator that `stopAll` will stop; anything it reports fails the test that reads `errors`. */
export async function start(options: StripeEmulatorOptions = {}): Promise<StripeEmulator> {
  const emulator = await startStripeEmulator({ retryDelaysMs: [5, 5, 5], ...options });
  running.push(emulator);
  return emulator;
}

/** Stops everything that a test started. */
export async function stopAll(): Promise<void> {
  for (const one of running.splice(0)) await one.stop();
  for (const path of folders.splice(0)) await rm(path, { recursive: true, force: true });
}

/** The official SDK, pointed at an emulator. */
export function client(emulator: { port: number }, options: Stripe.StripeConfig = {}, key = 'sk_test_spec'): Stripe {
  return new Stripe(key, {
    host: '127.0.0.1',
    port: emulator.port,
    protocol: 'http',
    maxNetworkRetries: 0,
    telemetry: false,
    ...options,
  });
}

/** The parameters of an ordinary session of 25.00 EUR. */
export function sessionParams(
  more: Partial<Stripe.Checkout.SessionCreateParams> = {},
): Stripe.Checkout.SessionCreateParams {
  return {
    mode: 'payment',
    line_items: [
      { quantity: 2, price_data: { currency: 'eur', unit_amount: 1000, product_data: { name: 'Olive oil' } } },
      { quantity: 1, price_data: { currency: 'eur', unit_amount: 500, product_data: { name: 'Soap' } } },
    ],
    success_url: 'http://shop.example/done?session={CHECKOUT_SESSION_ID}',
    cancel_url: 'http://shop.example/basket',
    ...more,
  };
}

/** Presses a button of the page. */
export async function press(url: string | null, choice: string, more: Record<string, string> = {}) {
  const answer = await fetch(url ?? '', {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ choice, ...more }),
  });
  return { status: answer.status, location: answer.headers.get('location'), text: await answer.text() };
}

/** One control operation. */
export async function control(emulator: { url: string }, path: string, body: unknown = {}): Promise<unknown> {
  const answer = await fetch(`${emulator.url}/_emulator/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return answer.json();
}

export interface Received {
  readonly body: string;
  readonly signature: string;
  readonly event: Stripe.Event;
}

/** A webhook receiver: answers with the planned statuses, then 200, and lets a test wait for its n-th request. */
export async function receiver(statuses: number[] = []) {
  const received: Received[] = [];
  const waiting: { count: number; done: () => void }[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      received.push({
        body,
        signature: String(request.headers['stripe-signature']),
        event: JSON.parse(body) as Stripe.Event,
      });
      response.writeHead(statuses.shift() ?? 200).end();
      for (const one of waiting) if (received.length >= one.count) one.done();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  running.push({ stop });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received,
    stop,
    types: () => received.map(({ event }) => event.type),
    until: (count: number): Promise<void> =>
      received.length >= count ? Promise.resolve() : new Promise((resolve) => waiting.push({ count, done: resolve })),
  };
}

/** A new folder that `stopAll` removes. */
export async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'stripe-emulator-'));
  folders.push(path);
  return path;
}

/** Polls a condition that another socket will make true. */
export async function eventually(condition: () => Promise<boolean> | boolean): Promise<void> {
  const deadline = Date.now() + 5_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error('the condition did not become true within five seconds');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
