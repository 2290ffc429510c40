import { CliError } from '../../cli-error.js';

/** An object of the provider as it answered. */
export type Answer = Readonly<Record<string, unknown>>;

/** The version that answers are read in. */
const API_VERSION = '2026-10-28.endive';

/** The key has no access to the account that is named. */
const REFUSED = 403;

const PAGE = 100;
const ANSWERED_WITHIN_MS = 20_000;

/** The provider could not be asked; nothing can be said of its money. */
export class ProviderSilent extends CliError {}

/** Asks Stripe, or its emulator, by plain HTTP. Reads only. */
export class ProviderDesk {
  constructor(
    private readonly base: string,
    private readonly key: string,
    private readonly account = '',
  ) {}

  /** The same desk as another account sees it; the platform's own is empty. */
  at(account: string): ProviderDesk {
    return new ProviderDesk(this.base, this.key, account);
  }

  /** Whether the key has access to the account: one that was disconnected is refused. */
  async isOpen(): Promise<boolean> {
    return (await this.send('payment_intents?limit=1')).status !== REFUSED;
  }

  /** Every object of a list, newest first, a page at a time. */
  async *list(path: string, params: Readonly<Record<string, string>> = {}): AsyncIterable<Answer[]> {
    let after: string | null = null;
    for (;;) {
      const query = new URLSearchParams({
        ...params,
        limit: String(PAGE),
        ...(after ? { starting_after: after } : {}),
      });
      const page = await this.ask(`${path}?${query}`);
      const data = Array.isArray(page?.['data']) ? (page['data'] as Answer[]) : [];
      if (data.length > 0) yield data;
      after = textIn(data.at(-1), 'id');
      if (page?.['has_more'] !== true || after === null) return;
    }
  }

  /** One object; null when the provider does not know it. */
  get(path: string, params: Readonly<Record<string, string>> = {}): Promise<Answer | null> {
    return this.ask(`${path}?${new URLSearchParams(params)}`);
  }

  private async ask(path: string): Promise<Answer | null> {
    const response = await this.send(path);
    if (response.status === 404) return null;
    if (!response.ok) throw new ProviderSilent(`The payment provider answered ${response.status} to ${path}`);
    return (await response.json()) as Answer;
  }

  private send(path: string): Promise<Response> {
    const headers = {
      authorization: `Bearer ${this.key}`,
      'stripe-version': API_VERSION,
      ...(this.account ? { 'stripe-account': this.account } : {}),
    };
    const signal = AbortSignal.timeout(ANSWERED_WITHIN_MS);
    return fetch(`${this.base}/v1/${path}`, { headers, signal }).catch((cause: unknown) => {
      throw new ProviderSilent(`The payment provider does not answer at ${this.base}`, { cause });
    });
  }
}

export function textIn(answer: Answer | null | undefined, field: string): string | null {
  const value = answer?.[field];
  return typeof value === 'string' ? value : null;
}

export function numberIn(answer: Answer | null | undefined, field: string): number {
  const value = answer?.[field];
  return typeof value === 'number' ? value : 0;
}

export function partIn(answer: Answer | null | undefined, field: string): Answer | null {
  const value = answer?.[field];
  return typeof value === 'object' && value !== null ? (value as Answer) : null;
}
