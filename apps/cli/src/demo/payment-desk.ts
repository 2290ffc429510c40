import { DemoFailure } from './expect.js';

/** What Stripe shows of a session. */
export interface HostedSession {
  readonly id: string;
  readonly status: string;
  readonly payment_status: string;
  readonly amount_total: number;
  readonly client_reference_id: string | null;
  readonly payment_intent: string | null;
}

interface StripeEvent {
  readonly id: string;
  readonly type: string;
  readonly pending_webhooks: number;
  readonly data: { readonly object: { readonly id: string } };
}

interface List<T> {
  readonly data: readonly T[];
}

/** A page as the buyer's browser sees it. */
export interface Page {
  readonly status: number;
  readonly text: string;
  readonly location: string | null;
}

export async function open(url: string, init: RequestInit = {}): Promise<Page> {
  const response = await fetch(url, { ...init, redirect: 'manual' });
  return { status: response.status, text: await response.text(), location: response.headers.get('location') };
}

/** The Stripe emulator, seen from outside: its hosted page, its API, and its switches. */
export class PaymentDesk {
  constructor(private readonly url: string) {}

  /** Presses a button of the hosted page, as a browser posts its form. */
  press(pageUrl: string, choice: 'pay' | 'decline'): Promise<Page> {
    return open(pageUrl, { method: 'POST', body: new URLSearchParams({ choice }) });
  }

  session(pageUrl: string): Promise<HostedSession> {
    return this.read(`/v1/checkout/sessions/${sessionId(pageUrl)}`);
  }

  /** Every session of a checkout, newest first. */
  async sessionsOf(checkoutId: string): Promise<readonly HostedSession[]> {
    const { data } = await this.read<List<HostedSession>>('/v1/checkout/sessions?limit=100');
    return data.filter(({ client_reference_id }) => client_reference_id === checkoutId);
  }

  /** Outcomes of the payments that were tried in a session, newest first. */
  async chargesOf({ payment_intent }: HostedSession): Promise<readonly string[]> {
    const { data } = await this.read<List<{ status: string }>>(
      `/v1/charges?limit=100&payment_intent=${payment_intent}`,
    );
    return data.map(({ status }) => status);
  }

  async refunds(): Promise<number> {
    return (await this.read<List<unknown>>('/v1/refunds?limit=100')).data.length;
  }

  /** The event of this type about a session, once there is one. */
  async event(pageUrl: string, type: string): Promise<StripeEvent | undefined> {
    const { data } = await this.read<List<StripeEvent>>(`/v1/events?limit=100&type=${type}`);
    return data.find((event) => event.data.object.id === sessionId(pageUrl));
  }

  expire(pageUrl: string): Promise<unknown> {
    return this.control('POST', `sessions/${sessionId(pageUrl)}/expire`);
  }

  /** From now on no event arrives, until `deliverWebhooks`. */
  loseWebhooks(): Promise<unknown> {
    return this.control('POST', 'webhook_faults', { event: '*', times: 1000, action: 'drop' });
  }

  deliverWebhooks(): Promise<unknown> {
    return this.control('DELETE', 'faults');
  }

  private async read<T>(path: string): Promise<T> {
    const response = await fetch(this.url + path, { headers: { authorization: 'Bearer sk_test_comptoir' } });
    if (!response.ok) throw new DemoFailure(`GET ${path}`, 'success', await response.text());
    return (await response.json()) as T;
  }

  private async control(method: 'POST' | 'DELETE', operation: string, body: object = {}): Promise<unknown> {
    const response = await fetch(`${this.url}/_emulator/${operation}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(method === 'POST' ? { body: JSON.stringify(body) } : {}),
    });
    if (!response.ok) throw new DemoFailure(`${method} ${operation}`, 'success', await response.text());
    return response.json();
  }
}

function sessionId(pageUrl: string): string {
  return new URL(pageUrl).pathname.split('/').at(-1) ?? '';
}
