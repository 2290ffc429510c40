import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { expectRefused } from '../../setup/http.js';
import { startProduct, type Product } from '../../setup/product.js';
import { AGENTS, rpc, type Agent } from './agents.js';

/** What a model reads of a tool, in characters: 450 tokens at 3.6 each. */
const BUDGET = 450 * 3.6;

const CALL = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'list_tenants', arguments: {} } };

let product: Product;
let mcp: string;
const open: Agent[] = [];

const connect = async (url = mcp, token: string | null = null): Promise<Agent> => {
  const agent = await AGENTS['client 2 on 2026-07-28']!(url, token);
  open.push(agent);
  return agent;
};

beforeAll(async () => {
  product = await startProduct();
  mcp = `${product.url}/mcp`;
});
afterAll(async () => {
  await Promise.all(open.map((agent) => agent.close()));
  await product.stop();
});

describe('/mcp', () => {
  it.each<[string, string]>([
    ['no JSON', '{"jsonrpc":'],
    ['empty', ''],
    ['null', 'null'],
    ['a number', '7'],
    ['an empty list', '[]'],
    ['not JSON-RPC', '{"hello":"world"}'],
    ['a wrong version', '{"jsonrpc":"1.0","id":1,"method":"tools/list"}'],
    ['a method that is no text', '{"jsonrpc":"2.0","id":1,"method":7}'],
    ['an unknown method', '{"jsonrpc":"2.0","id":1,"method":"tools/drop","params":{}}'],
    ['a call without parameters', '{"jsonrpc":"2.0","id":1,"method":"tools/call"}'],
    [
      'a call with a list of arguments',
      '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"cart_view","arguments":[1]}}',
    ],
    [
      'a call with a name that is no text',
      '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":{},"arguments":{}}}',
    ],
    [
      'a prototype among the arguments',
      '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"tenant_info","arguments":{"__proto__":{"tenant_id":"alpha"},"constructor":1}}}',
    ],
  ])('answers a body that is %s with a protocol error or a problem, never a fault of its own', async (_, body) => {
    const answer = await rpc(mcp, body);
    expectRefused(answer);
    expect(answer.text).not.toContain('-32603');
    expect(answer.text).toMatch(/"error"|"isError":true/);
  });

  it('refuses methods that the transport does not have here', async () => {
    for (const method of ['GET', 'DELETE']) {
      expect((await fetch(mcp, { method, headers: { accept: 'text/event-stream' } })).status).toBe(405);
    }
  });

  it('refuses a foreign Host and a foreign Origin, and lets its own in', async () => {
    expect(await statusWith({ host: 'evil.example' })).toBe(403);
    expect(await statusWith({ host: 'a b' })).not.toBe(200);
    expect(await statusWith({ origin: 'https://evil.example' })).toBe(403);
    expect(await statusWith({ origin: 'null' })).toBe(403);
    expect(await statusWith({ origin: product.url })).toBe(200);
  });

  it.each(['2025-11-25', '2026-07-28'])(
    'answers a call of %s in one piece, not as a stream of one message',
    async (revision) => {
      const meta = { protocolVersion: revision, clientInfo: { name: 'test', version: '1' }, clientCapabilities: {} };
      const _meta = Object.fromEntries(Object.entries(meta).map(([k, v]) => [`io.modelcontextprotocol/${k}`, v]));
      const isLater = revision === '2026-07-28';
      const response = await fetch(mcp, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          accept: 'application/json, text/event-stream',
          'mcp-protocol-version': revision,
          ...(isLater ? { 'mcp-method': 'tools/call', 'mcp-name': 'list_tenants' } : {}),
        },
        body: JSON.stringify({ ...CALL, params: { ...CALL.params, ...(isLater ? { _meta } : {}) } }),
      });
      const text = await response.text();
      expect(response.headers.get('content-type')).toMatch(/^application\/json/);
      expect(Number(response.headers.get('content-length'))).toBe(Buffer.byteLength(text));
      expect(JSON.parse(text)).toMatchObject({ id: 1, result: { structuredContent: { nodes: expect.any(Array) } } });
    },
  );

  it('answers notifications and several messages at once as 2025-11-25 wants it', async () => {
    const note = { jsonrpc: '2.0', method: 'notifications/initialized' };
    expect(await rpc(mcp, note)).toEqual({ status: 202, text: '' });
    const both = await rpc(mcp, [CALL, note, { ...CALL, id: 2 }]);
    expect(
      JSON.parse(both.text)
        .map(({ id }: any) => id)
        .toSorted(),
    ).toEqual([1, 2]);
  });

  it('offers and calls only what the profile holds', async () => {
    const all = (await (await connect()).tools()).map(({ name }) => name);
    expect(all).toEqual([...all].sort((a, b) => (a < b ? -1 : 1)));
    expect(all).toHaveLength(new Set(all).size);
    const reader = await connect(`${mcp}?profile=read-only`);
    const readable = await reader.tools();
    expect(readable.every(({ annotations }) => annotations.readOnlyHint)).toBe(true);
    expect(readable.map(({ name }) => name)).toContain('catalog_search');
    expect(readable.map(({ name }) => name)).not.toContain('cart_create');
    await expect(reader.call('cart_create', { tenant_id: 'alpha' })).rejects.toMatchObject({ code: -32_602 });
    const shop = await connect(`${mcp}?profile=shop`);
    expect((await shop.tools()).map(({ name }) => name)).toContain('checkout_start');
    expect((await rpc(`${mcp}?profile=nonsense`, CALL)).status).toBe(400);
  });

  it('derives the hints from what an operation does', async () => {
    const tools = new Map((await (await connect()).tools()).map((tool) => [tool.name, tool.annotations]));
    expect(tools.get('catalog_search')).toMatchObject({ readOnlyHint: true, destructiveHint: false });
    expect(tools.get('cart_add_item')).toMatchObject({ readOnlyHint: false, idempotentHint: false });
    expect(tools.get('checkout_start')).toMatchObject({ idempotentHint: true, openWorldHint: false });
    expect(tools.get('checkout_create_payment_session')).toMatchObject({ openWorldHint: true });
    expect(tools.get('checkout_cancel')).toMatchObject({ destructiveHint: true });
  });

  it('tells a model what to do at every next action, in names of tools that there are', async () => {
    const hello = await rpc(mcp, {
      jsonrpc: '2.0',
      id: 1,
      method: 'initialize',
      params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'test', version: '1' } },
    });
    const { instructions } = JSON.parse(hello.text).result;
    const [, actions] = /union NextAction = (.*)/.exec(readFileSync('contracts/schema.graphql', 'utf8'))!;
    for (const action of actions!.split(' | ')) expect(instructions).toContain(`${action} `);
    const tools: { name: string }[] = JSON.parse(readFileSync('contracts/tools.json', 'utf8'));
    const names = new Set(['auth_token', ...tools.map(({ name }) => name)]);
    const named: string[] = instructions.match(/\b[a-z]+(?:_[a-z]+)+\b/g);
    expect(named.filter((name) => !names.has(name))).toEqual([]);
  });

  it('costs a model little to read: no tool above 450 tokens', async () => {
    const costs = (await (await connect()).tools()).map(({ name, description, inputSchema, outputSchema }) => ({
      name,
      read: JSON.stringify({ name, description, inputSchema }).length,
      output: JSON.stringify(outputSchema).length,
    }));
    console.log(costs.map(({ name, read, output }) => `${name} ${read} (+${output} output schema)`).join('\n'));
    expect(costs.filter(({ read }) => read > BUDGET)).toEqual([]);
  });
});

describe('a token among the arguments', () => {
  const args = { tenant_id: 'alpha' };

  it('is taken from clients that can send no header, in either spelling', async () => {
    const { token } = await product.client.guest('alpha');
    const agent = await connect();
    for (const name of ['auth_token', 'authToken']) {
      expect((await agent.call('cart_create', { ...args, [name]: token })).isError).toBeFalsy();
    }
    expect(await agent.call('cart_create', { ...args, auth_token: 'nonsense' })).toMatchObject({
      isError: true,
      structuredContent: { code: 'UNAUTHENTICATED' },
    });
  });

  it('is refused when it is somebody else’s than the header’s', async () => {
    const [one, other] = await Promise.all([product.client.guest('alpha'), product.client.guest('alpha')]);
    const agent = await connect(mcp, one.token);
    expect((await agent.call('cart_create', { ...args, auth_token: one.token })).isError).toBeFalsy();
    expect(await agent.call('cart_create', { ...args, auth_token: other.token })).toMatchObject({
      structuredContent: { code: 'UNAUTHENTICATED' },
    });
  });

  it('is what a refused call advises to those who cannot send a header', async () => {
    const { structuredContent } = await (await connect()).call('cart_create', args);
    expect(structuredContent).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(structuredContent.advice).toMatch(/create_guest_session.*or as argument auth_token/);
  });

  it('is listed by no tool', async () => {
    expect(JSON.stringify(await (await connect()).tools())).not.toMatch(/auth_?token/i);
  });
});

it('takes the spellings of the source systems, unlisted', async () => {
  const { token } = await product.client.guest('alpha');
  const agent = await connect(mcp, token);
  const { cart } = (await agent.call('cart_create', { seller_handle: 'alpha' })).structuredContent;
  const added = await agent.call('cart_add_item', { tenantId: 'alpha', cartId: cart.id, variant_id: 'PATTERN' });
  const { id: item_id } = added.structuredContent.cart.lines[0];
  await agent.call('cart_update_quantity', { tenant_id: 'alpha', cart_id: cart.id, item_id, quantity: 2 });
  const { checkout } = (await agent.call('checkout_start', { tenantId: 'alpha', cartId: cart.id })).structuredContent;
  const status = await agent.call('checkout_status', { tenant_id: 'alpha', sagaId: checkout.id });
  expect(status.structuredContent).toMatchObject({ id: checkout.id, lines: [{ quantity: 2 }] });
  expect(JSON.stringify(await agent.tools())).not.toContain('sagaId');
});

/** fetch sets Host itself, so this goes by node:http. */
function statusWith(headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const body = JSON.stringify(CALL);
    const accept = 'application/json, text/event-stream';
    const sent = request(mcp, { method: 'POST', headers: { 'content-type': 'application/json', accept, ...headers } });
    sent.once('response', (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    sent.once('error', reject);
    sent.end(body);
  });
}
