import { DemoFailure } from '../expect.js';

/** Every expected failure has these. */
interface ProblemAnswer {
  readonly code: string;
  readonly message: string;
}

interface Answer<T> {
  readonly data?: T | null;
  readonly errors?: readonly { readonly message: string }[];
}

/** Sends GraphQL documents with their variables; nothing is ever pasted into a document. */
export class GatewayClient {
  constructor(
    private readonly endpoint: string,
    private readonly accessToken?: string,
  ) {}

  async query<T>(document: string, variables: Readonly<Record<string, unknown>>): Promise<T> {
    const response = await fetch(this.endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(this.accessToken ? { authorization: `Bearer ${this.accessToken}` } : {}),
      },
      body: JSON.stringify({ query: document, variables }),
    });
    const { data, errors } = (await response.json()) as Answer<T>;
    if (errors?.length || !data) throw new DemoFailure(nameOf(document), 'an answer without errors', errors ?? data);
    return data;
  }

  /** Sends a mutation; `field` of its answer must be the success, not a problem. */
  async mutate<T>(field: string, document: string, variables: Readonly<Record<string, unknown>>): Promise<T> {
    const data = await this.query<Record<string, T | ProblemAnswer>>(document, variables);
    const result = data[field];
    if (result === undefined || isProblem(result)) throw new DemoFailure(field, 'success', result);
    return result;
  }
}

function isProblem(result: unknown): result is ProblemAnswer {
  return typeof result === 'object' && result !== null && 'code' in result;
}

function nameOf(document: string): string {
  return /^\s*(?:query|mutation) (\w+)/.exec(document)?.[1] ?? 'GraphQL';
}
