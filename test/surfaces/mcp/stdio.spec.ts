import { PassThrough } from 'node:stream';
import { Client, ReadBuffer, serializeMessage, type Transport } from '@modelcontextprotocol/client';
import { Client as OldClient } from '@modelcontextprotocol/sdk/client/index.js';
import { Command } from 'commander';
import { registerMcpCommand } from '../../../apps/cli/src/mcp/mcp.command.js';
import { startProduct, type Product } from '../../setup/product.js';
import { agent, type Agent } from './agents.js';

const ME = { name: 'test-agent', version: '1.0.0' };

/** `comptoir mcp` at the other end of a pair of pipes, as a client that starts it itself would have it. */
class Pipes implements Transport {
  readonly stdin = new PassThrough();
  readonly stdout = new PassThrough();
  readonly stderr = new PassThrough();
  onmessage?: Transport['onmessage'];
  onclose?: () => void;
  onerror?: (error: Error) => void;
  private ended: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly env: NodeJS.ProcessEnv,
    private readonly flags: string[] = [],
  ) {}

  async start(): Promise<void> {
    const buffer = new ReadBuffer();
    this.stdout.on('data', (chunk: Buffer) => {
      buffer.append(chunk);
      for (let message = buffer.readMessage(); message; message = buffer.readMessage()) this.onmessage?.(message);
    });
    const program = new Command();
    registerMcpCommand(program, this.env, this);
    this.ended = program.parseAsync(['node', 'comptoir', 'mcp', ...this.flags]);
  }

  async send(message: Parameters<Transport['send']>[0]): Promise<void> {
    this.stdin.write(serializeMessage(message));
  }

  async close(): Promise<void> {
    this.stdin.end();
    await this.ended;
    this.onclose?.();
  }
}

const CLIENTS: Record<string, (pipes: Pipes) => Promise<Agent>> = {
  'client 2 on 2026-07-28': (pipes) => connect(new Client(ME, { versionNegotiation: { mode: 'auto' } }), pipes),
  'client 2 on 2025-11-25': (pipes) => connect(new Client(ME), pipes),
  'SDK 1': async (pipes) => {
    const client = new OldClient(ME);
    await client.connect(pipes as never);
    return agent(client, () => undefined);
  },
};

async function connect(client: Client, pipes: Pipes): Promise<Agent> {
  await client.connect(pipes);
  return agent(client, () => undefined);
}

describe('comptoir mcp, on standard input and output', () => {
  let product: Product;
  beforeAll(async () => {
    product = await startProduct();
  });
  afterAll(() => product.stop());

  it.each(Object.keys(CLIENTS))('carries listing, calls and problems for %s', async (kind) => {
    const { token } = await product.client.guest('alpha');
    const pipes = new Pipes({ COMPTOIR_URL: product.url, COMPTOIR_TOKEN: token! });
    const client = await CLIENTS[kind]!(pipes);
    expect((await client.tools()).map(({ name }) => name)).toContain('checkout_start');
    const { cart } = (await client.call('cart_create', { tenant_id: 'alpha' })).structuredContent;
    const refused = await client.call('checkout_start', { tenant_id: 'alpha', cart_id: cart.id });
    expect(refused).toMatchObject({ isError: true, structuredContent: { code: 'CART_EMPTY' } });
    await expect(client.call('drop_database')).rejects.toMatchObject({ code: -32_602 });
    await client.close();
    expect(pipes.stderr.read()).toBeNull();
  });

  it('says on both sides that the gateway does not answer, and goes on', async () => {
    const pipes = new Pipes({}, ['--url', 'http://127.0.0.1:9', '--profile', 'shop']);
    const answers: any[] = [];
    pipes.onmessage = (message) => void answers.push(message);
    await pipes.start();
    for (const id of [1, 2]) await pipes.send({ jsonrpc: '2.0', id, method: 'tools/list', params: {} });
    await pipes.close();
    expect(answers.map(({ id, error }) => [id, error.message]).sort(([a], [b]) => a - b)).toEqual([
      [1, expect.stringContaining('does not answer')],
      [2, expect.stringContaining('does not answer')],
    ]);
    expect(String(pipes.stderr.read())).toContain('http://127.0.0.1:9');
  });

  it('refuses an address that is none before it says anything', async () => {
    const program = new Command();
    registerMcpCommand(program, { COMPTOIR_URL: 'nonsense' });
    await expect(program.parseAsync(['node', 'comptoir', 'mcp'])).rejects.toThrow(/COMPTOIR_URL/);
  });
});
