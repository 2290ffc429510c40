import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'graphql';
import { KindRegistry } from '#tenants';
import { http } from '../../setup/http.js';
import { startProduct, type Product } from '../../setup/product.js';

const DOCUMENTS = readdirSync('operations').filter((name) => name !== 'fragments.graphql');

/** What shows or takes a secret would stay in a conversation; whose money it is, is said by people. */
const FOR_NO_AGENT = new Set(['application_key_create', 'stripe_keys_set', 'tenant_money_set']);

describe('the operation documents', () => {
  let product: Product;
  beforeAll(async () => {
    product = await startProduct();
  });
  afterAll(() => product.stop());

  it('are one file per operation, named as its tool', () => {
    for (const name of DOCUMENTS) {
      const text = readFileSync(`operations/${name}`, 'utf8');
      expect(parse(text).definitions).toHaveLength(1);
      const named = name.replace('.graphql', '').replaceAll('-', '_');
      if (FOR_NO_AGENT.has(named)) expect(text).not.toContain('@tool');
      else expect(text).toContain(`@tool(name: "${named}"`);
    }
  });

  it('are each a tool and a route, and nothing else is but what a kind ships', async () => {
    const { json } = await http(`${product.url}/openapi.json`);
    const routes = Object.values<any>(json.paths).flatMap((item) => Object.values(item));
    const folders = product.gateway.app.get(KindRegistry).all.flatMap(({ manifest }) => manifest.operations ?? []);
    const shipped = folders.flatMap((folder) => readdirSync(folder)).filter((name) => name !== 'fragments.graphql');
    expect(shipped.length).toBeGreaterThan(0);
    expect(routes).toHaveLength(DOCUMENTS.length + shipped.length);
  });

  it('name no tool that does not exist when they say what comes next', () => {
    const tools = DOCUMENTS.map((name) => name.replace('.graphql', '').replaceAll('-', '_'));
    for (const name of DOCUMENTS) {
      const { description } = parse(readFileSync(`operations/${name}`, 'utf8')).definitions[0] as any;
      const named = description.value.match(/\b(?:cart|catalog|checkout|order|tenant|list|create)_[a-z_]+/g) ?? [];
      for (const tool of named) expect(['tenant_id', ...tools]).toContain(tool);
    }
  });

  it('run through GraphQL, REST and MCP to the same problem for the same mistake', async () => {
    const guest = await product.client.guest('alpha');
    const headers = { authorization: `Bearer ${guest.token}` };
    const query = 'query ($t: ID!, $c: ID!) { checkout(tenantId: $t, checkoutId: $c) { id } }';
    const graphql = await guest.send(query, { t: 'alpha', c: 'chk_none' });
    const rest = await http(`${product.url}/v1/tenants/alpha/checkouts/chk_none`, { headers });
    const body = {
      jsonrpc: '2.0',
      id: 1,
      method: 'tools/call',
      params: { name: 'checkout_status', arguments: { tenant_id: 'alpha', checkout_id: 'chk_none' } },
    };
    const accept = 'application/json, text/event-stream';
    const mcp = await http(`${product.url}/mcp`, { body, headers: { ...headers, accept } });
    const shown = [graphql.errors![0].extensions, rest.json, mcp.json.result.structuredContent];
    for (const problem of shown) {
      expect(problem).toMatchObject({ code: 'NOT_FOUND', retryable: false, advice: rest.json.advice, details: [] });
    }
  });
});
