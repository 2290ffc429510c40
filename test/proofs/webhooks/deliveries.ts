import { createHmac } from 'node:crypto';
import type { StripeEmulator } from '#stripe-emulator';
import { PROVIDER_KEY } from '../framework/provider.js';

const PATH = '/webhooks/stripe/default';

/** An event as the provider stored it, and the very bytes that it would send. */
export interface StoredEvent {
  readonly id: string;
  readonly type: string;
  readonly body: string;
}

export interface Letter {
  readonly body: string | Buffer;
  readonly headers: Readonly<Record<string, string>>;
  readonly path?: string;
}

/** The signature of a body, dated `seconds`. */
export function signature(body: string | Buffer, secret: string, seconds: number): string {
  return `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.`).update(body).digest('hex')}`;
}

/** A letter as the provider would write it now. */
export function signed(body: string | Buffer, secret: string, now: number = Date.now()): Letter {
  return { body, headers: { 'stripe-signature': signature(body, secret, Math.floor(now / 1000)) } };
}

/** Delivers it; answers the status. */
export async function post(gatewayUrl: string, { body, headers, path = PATH }: Letter): Promise<number> {
  const response = await fetch(`${gatewayUrl}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: body as never,
  });
  await response.arrayBuffer();
  return response.status;
}

/** Every event that concerns a checkout, oldest first, asked of the provider. */
export async function eventsOf(stripe: StripeEmulator, checkoutId: string): Promise<StoredEvent[]> {
  const found: StoredEvent[] = [];
  let after = '';
  for (;;) {
    const url = `${stripe.url}/v1/events?limit=100${after && `&starting_after=${after}`}`;
    const response = await fetch(url, { headers: { authorization: `Bearer ${PROVIDER_KEY}` } });
    const page = (await response.json()) as { data: { id: string; type: string }[]; has_more: boolean };
    for (const event of page.data) {
      const body = JSON.stringify(event, null, 2);
      if (body.includes(checkoutId)) found.push({ id: event.id, type: event.type, body });
    }
    after = page.data.at(-1)?.id ?? '';
    if (!page.has_more) return found.reverse();
  }
}

/** A control operation of the emulator, such as a bank that makes up its mind. */
export async function control(stripe: StripeEmulator, path: string, body: object = {}): Promise<void> {
  const response = await fetch(`${stripe.url}/_emulator/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
}
