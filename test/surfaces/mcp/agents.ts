import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { Client as OldClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as OldTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';

/** What a test does with an MCP client, whichever generation it is. */
export interface Agent {
  tools(): Promise<any[]>;
  call(name: string, args?: Record<string, unknown>): Promise<any>;
  /** Protocol revision that was agreed on. */
  readonly version: string | undefined;
  close(): Promise<void>;
}

type Connect = (url: string, token?: string | null) => Promise<Agent>;

const ME = { name: 'test-agent', version: '1.0.0' };

const headers = (token?: string | null): { requestInit: RequestInit } => ({
  requestInit: { headers: token ? { authorization: `Bearer ${token}` } : {} },
});

/** Every client generation that agents use today. */
export const AGENTS: Record<string, Connect> = {
  'client 2 on 2026-07-28': (url, token) =>
    connect(new Client(ME, { versionNegotiation: { mode: 'auto' } }), url, token),
  'client 2 on 2025-11-25': (url, token) => connect(new Client(ME), url, token),
  'SDK 1': async (url, token) => {
    const client = new OldClient(ME);
    const transport = new OldTransport(new URL(url), headers(token));
    await client.connect(transport as never);
    return agent(client, () => transport.protocolVersion);
  },
};

async function connect(client: Client, url: string, token?: string | null): Promise<Agent> {
  await client.connect(new StreamableHTTPClientTransport(new URL(url), headers(token)));
  return agent(client, () => client.getNegotiatedProtocolVersion());
}

/** The same face on both generations. */
export function agent(client: Client | OldClient, version: () => string | undefined): Agent {
  return {
    tools: async () => (await client.listTools()).tools,
    call: (name, args = {}) => client.callTool({ name, arguments: args }) as Promise<any>,
    get version() {
      return version();
    },
    close: () => client.close(),
  };
}

/** One JSON-RPC message of the 2026-07-28 revision, as bytes on the wire. */
export async function rpc(
  url: string,
  body: unknown,
  extra: Record<string, string> = {},
): Promise<{ status: number; text: string }> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream', ...extra },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: response.status, text: await response.text() };
}
