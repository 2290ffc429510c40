import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { DemoFailure, expectEqual } from './expect.js';

/** What a tool answers: its data, and the same as text for models that read nothing else. */
interface ToolAnswer {
  readonly isError?: boolean;
  readonly structuredContent?: unknown;
  readonly content: readonly { readonly type: string; readonly text?: string }[];
}

/** An agent with an MCP client of the first SDK generation, the one most agents have; the gateway is built on the second. */
export class Agent {
  private constructor(
    private readonly url: string,
    private readonly client: Client,
    readonly protocol: string | undefined,
  ) {}

  static async connect(url: string, accessToken?: string): Promise<Agent> {
    const client = new Client({ name: 'comptoir-demo', version: '1.0.0' });
    const headers: Record<string, string> = accessToken ? { authorization: `Bearer ${accessToken}` } : {};
    const transport = new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } });
    await client.connect(transport as Transport);
    return new Agent(url, client, transport.protocolVersion);
  }

  /** Becomes a guest of one seller: the same gateway, with a token of its own. The caller closes it. */
  async guestOf(tenantId: string): Promise<Agent> {
    const { session } = await this.call<{ session: { accessToken: string } }>('create_guest_session', {
      tenant_id: tenantId,
    });
    return Agent.connect(this.url, session.accessToken);
  }

  async tools(): Promise<readonly string[]> {
    return (await this.client.listTools()).tools.map(({ name }) => name);
  }

  /** Calls a tool, which must succeed. */
  async call<T>(name: string, args: Readonly<Record<string, unknown>> = {}): Promise<T> {
    const answer = (await this.client.callTool({ name, arguments: args })) as ToolAnswer;
    const text = answer.content[0]?.text ?? '';
    if (answer.isError) throw new DemoFailure(name, 'success', text);
    expectEqual(`text of ${name}`, JSON.parse(text), answer.structuredContent);
    return answer.structuredContent as T;
  }

  close(): Promise<void> {
    return this.client.close();
  }
}
