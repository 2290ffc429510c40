// What one operation costs on each surface: CPU of the gateway's process, threads included; database and client left out.
//   npm run build && node test/bench/surfaces.mjs [calls of each]
// Surfaces take turns, so that warming up and a busy machine hit all of them; the lower quartile of the turns is told. Compare
// figures of one run: absolute times depend on the machine. `tenant_info` asks no database, so it shows the surfaces alone.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { startEmbeddedMongo } from '#embedded-mongo';

const CALLS = Number(process.argv[2] ?? 3000);
const TURN = 50;
const WARM_UP_TURNS = 10;
const REVISION = '2026-07-28';

const mongo = await startEmbeddedMongo({ mode: 'inline' });
const gateway = fork(new URL('surfaces-gateway.mjs', import.meta.url), [`${mongo.uri}&journal=false`]);
const [{ url, token, cartId, documents }] = await once(gateway, 'message');

try {
  const search = { tenant_id: 'bench', query: 'mug', limit: 20 };
  const view = { tenant_id: 'bench', cart_id: cartId };
  const operations = {
    tenant_info: surfacesOf('tenant_info', { tenant_id: 'bench' }, '/v1/tenants/bench'),
    catalog_search: surfacesOf('catalog_search', search, '/v1/tenants/bench/products?query=mug&limit=20'),
    cart_view: surfacesOf('cart_view', view, `/v1/tenants/bench/carts/${cartId}`),
  };
  for (const [operation, surfaces] of Object.entries(operations)) {
    console.log(JSON.stringify({ operation, calls: CALLS, cpuMicrosPerCall: await measure(surfaces) }));
  }
} finally {
  gateway.kill();
  await once(gateway, 'exit');
  await mongo.stop();
}

/** One call per surface. GraphQL is sent the very document that stands behind the tool and the route. */
function surfacesOf(name, args, path) {
  const json = { 'content-type': 'application/json' };
  const rpc = { ...json, accept: 'application/json, text/event-stream' };
  const call = (more) => ({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: args, ...more } });
  const _meta = {
    'io.modelcontextprotocol/protocolVersion': REVISION,
    'io.modelcontextprotocol/clientInfo': { name: 'bench', version: '1' },
    'io.modelcontextprotocol/clientCapabilities': {},
  };
  const headers = { ...rpc, 'mcp-protocol-version': REVISION, 'mcp-method': 'tools/call', 'mcp-name': name };
  return {
    graphql: () => send('/graphql', json, { query: documents[name], variables: args }),
    rest: () => send(path, {}),
    [`mcp ${REVISION}`]: () => send('/mcp', headers, call({ _meta })),
    'mcp 2025-11-25': () => send('/mcp', { ...rpc, 'mcp-protocol-version': '2025-11-25' }, call({})),
  };
}

async function send(path, headers, body) {
  const response = await fetch(`${url}${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { authorization: `Bearer ${token}`, ...headers },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const text = await response.text();
  if (response.status !== 200 || /"errors"|"isError":true|"error"/.test(text)) throw new Error(`${path}: ${text}`);
}

/** Microseconds of CPU per call, by surface: what a quarter of the turns stayed below. */
async function measure(surfaces) {
  const turns = new Map(Object.keys(surfaces).map((name) => [name, []]));
  for (let turn = -WARM_UP_TURNS; turn < CALLS / TURN; turn += 1) {
    for (const [name, call] of Object.entries(surfaces)) {
      const before = await cpuMicros();
      for (let n = 0; n < TURN; n += 1) await call();
      if (turn >= 0) turns.get(name).push(((await cpuMicros()) - before) / TURN);
    }
  }
  const quartile = (figures) => Math.round(figures.sort((a, b) => a - b)[Math.floor(figures.length / 4)]);
  return Object.fromEntries([...turns].map(([name, figures]) => [name, quartile(figures)]));
}

async function cpuMicros() {
  gateway.send('cpu');
  const [{ user, system }] = await once(gateway, 'message');
  return user + system;
}
