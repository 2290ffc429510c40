import { createHmac } from 'node:crypto';
import { http, type HttpAnswer } from './http.js';
import type { Product } from './product.js';

/** The signing secret of the endpoint that `startProduct` configures. */
const SECRET = 'whsec_test';

interface Delivery {
  secret?: string;
  /** Seconds from now that the signature is dated. */
  age?: number;
  headers?: Record<string, string>;
  path?: string;
  /** Replaces the signature header; null leaves it out. */
  signature?: string | null;
}

/** Sends a webhook as the provider would, or as somebody else would. */
export function deliver(product: Product, body: string, delivery: Delivery = {}): Promise<HttpAnswer> {
  const { secret = SECRET, age = 0, headers = {}, path = '/webhooks/stripe/default' } = delivery;
  const seconds = Math.floor(product.clock.now().getTime() / 1000) - age;
  const digest = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex');
  const signature = delivery.signature === undefined ? `t=${seconds},v1=${digest}` : delivery.signature;
  const signed: Record<string, string> = signature === null ? {} : { 'stripe-signature': signature };
  return http(`${product.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...signed, ...headers },
    body,
  });
}

/** An event about a session, as Stripe writes it. */
export function eventAbout(session: object, type: string, id: string, account?: string): string {
  return JSON.stringify({
    id,
    object: 'event',
    ...(account ? { account } : {}),
    api_version: '2026-10-28.endive',
    created: Math.floor(Date.now() / 1000),
    type,
    livemode: false,
    pending_webhooks: 1,
    request: { id: null, idempotency_key: null },
    data: { object: session },
  });
}
