import { randomUUID } from 'node:crypto';

/** What a call brought: data or errors, as they came over the wire. */
export interface Answer {
  status: number;
  data: any;
  errors: any[] | undefined;
}

/** A caller of `/graphql`: always with variables, as a storefront would. */
export class Client {
  constructor(
    readonly url: string,
    readonly token: string | null = null,
  ) {}

  /** A guest of `tenantId`. */
  async guest(tenantId: string): Promise<Client> {
    const { data } = await this.send(
      'mutation ($tenantId: ID!) { createGuestSession(tenantId: $tenantId) { ... on CreateGuestSessionSucceeded { session { accessToken } } } }',
      { tenantId },
    );
    return new Client(this.url, data.createGuestSession.session.accessToken);
  }

  async send(
    query: string,
    variables: Record<string, unknown> = {},
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const response = await fetch(`${this.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(this.token ? { authorization: `Bearer ${this.token}` } : {}),
        ...headers,
      },
      body: JSON.stringify({ query, variables }),
    });
    const body = (await response.json()) as { data?: unknown; errors?: any[] };
    return { status: response.status, data: body.data, errors: body.errors };
  }

  /** A root field's result; top-level errors fail the test. */
  async ask(query: string, variables: Record<string, unknown> = {}): Promise<any> {
    const { data, errors } = await this.send(query, variables);
    if (errors) throw new Error(`GraphQL errors: ${JSON.stringify(errors)}`);
    return Object.values(data)[0];
  }
}

/** A new idempotency key. */
export const key = (): string => randomUUID();
