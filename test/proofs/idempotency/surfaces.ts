import { Client as McpClient, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { http } from '../../setup/http.js';

/** What an idempotency key guards. */
export type Operation = 'start' | 'pay' | 'cancel';

/** A cart to start a checkout of, or the checkout to act on. */
export type Target = string;

/** What a caller learns, whatever the surface. */
export interface Reply {
  readonly id: string | null;
  readonly replayed: boolean;
  readonly code: string | null;
  readonly retryable: boolean;
}

/** One way to call the same operations. `url` is the gateway's; no key means that none is sent. */
export interface Surface {
  readonly name: string;
  call(url: string, operation: Operation, target: Target, idempotencyKey: string | null): Promise<Reply>;
  close(): Promise<void>;
}

const FIELDS = { start: 'startCheckout', pay: 'createPaymentSession', cancel: 'cancelCheckout' } as const;
const INPUTS = { start: 'StartCheckoutInput', pay: 'CreatePaymentSessionInput', cancel: 'CheckoutIdInput' } as const;
const TOOLS = { start: 'checkout_start', pay: 'checkout_create_payment_session', cancel: 'checkout_cancel' } as const;

/** Every surface, for one buyer. */
export function surfacesOf(token: string, tenantId: string): Surface[] {
  return [graphql(token, tenantId), rest(token, tenantId), mcp(token, tenantId)];
}

function graphql(token: string, tenantId: string): Surface {
  return {
    name: 'graphql',
    call: async (url, operation, target, idempotencyKey) => {
      const field = FIELDS[operation];
      const input = operation === 'start' ? { subject: { cart: target } } : { checkoutId: target };
      const query = `mutation ($tenantId: ID!, $input: ${INPUTS[operation]}!, $key: IdempotencyKey) {
        ${field}(tenantId: $tenantId, input: $input, idempotencyKey: $key) {
          ... on Problem { code retryable } ... on CheckoutSucceeded { replayed checkout { id } } } }`;
      const answer = await http(`${url}/graphql`, {
        headers: bearer(token),
        body: { query, variables: { tenantId, input, key: idempotencyKey } },
      });
      if (answer.json?.errors) throw new Error(`graphql ${operation}: ${answer.text}`);
      return reply(answer.json.data[field]);
    },
    close: () => Promise.resolve(),
  };
}

function rest(token: string, tenantId: string): Surface {
  const paths: Record<Operation, (target: string) => string> = {
    start: () => '/checkouts',
    pay: (id) => `/checkouts/${id}/payment-sessions`,
    cancel: (id) => `/checkouts/${id}/cancel`,
  };
  return {
    name: 'rest',
    call: async (url, operation, target, idempotencyKey) => {
      const answer = await http(`${url}/v1/tenants/${tenantId}${paths[operation](target)}`, {
        headers: { ...bearer(token), ...(idempotencyKey ? { 'idempotency-key': idempotencyKey } : {}) },
        body: operation === 'start' ? { cart_id: target } : {},
      });
      if (answer.status >= 500 || !answer.json) throw new Error(`rest ${operation}: ${answer.status} ${answer.text}`);
      return reply(answer.json);
    },
    close: () => Promise.resolve(),
  };
}

/** One agent for each gateway, connected when it is needed first. */
function mcp(token: string, tenantId: string): Surface {
  const agents = new Map<string, Promise<McpClient>>();
  const agentAt = (url: string): Promise<McpClient> => {
    const known = agents.get(url) ?? connect(url, token);
    agents.set(url, known);
    return known;
  };
  return {
    name: 'mcp',
    call: async (url, operation, target, idempotencyKey) => {
      const agent = await agentAt(url);
      const named = operation === 'start' ? { cart_id: target } : { checkout_id: target };
      const result = await agent.callTool({
        name: TOOLS[operation],
        arguments: { tenant_id: tenantId, ...named, ...(idempotencyKey ? { idempotency_key: idempotencyKey } : {}) },
      });
      return reply(result.structuredContent);
    },
    close: async () => {
      for (const agent of agents.values()) await (await agent).close();
      agents.clear();
    },
  };
}

async function connect(url: string, token: string): Promise<McpClient> {
  const client = new McpClient({ name: 'proof', version: '1.0.0' }, { versionNegotiation: { mode: 'auto' } });
  await client.connect(
    new StreamableHTTPClientTransport(new URL(`${url}/mcp`), { requestInit: { headers: bearer(token) } }),
  );
  return client;
}

function reply(body: any): Reply {
  if (!body?.checkout && !body?.code) throw new Error(`An answer of neither kind: ${JSON.stringify(body)}`);
  const { checkout, replayed = false, code = null, retryable = false } = body;
  return { id: checkout?.id ?? null, replayed, code, retryable };
}

function bearer(token: string): Record<string, string> {
  return { authorization: `Bearer ${token}` };
}
