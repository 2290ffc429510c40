import { startProduct } from '../setup/product.js';
import { contracts } from '#surfaces';
import { GraphQLSchemaHost } from '@nestjs/graphql';
it('x', async () => {
  const p = await startProduct();
  const r = await fetch(p.url + '/v1/tenants/alpha/products?limit=1');
  console.log(r.status, await r.text());
  const r2 = await fetch(p.url + '/v1/tenants/alpha/products?limit=999&foo=1');
  console.log(r2.status, await r2.text());
  const call = await fetch(p.url + '/mcp', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
    body: JSON.stringify({
      jsonrpc: '2.0',
      id: 1,
      method: 'tools/call',
      params: { name: 'list_tenants', arguments: {} },
    }),
  });
  console.log(call.status, await call.text());
  const c = contracts(p.gateway.app.get(GraphQLSchemaHost).schema);
  for (const t of JSON.parse(c['tools.json']!)) {
    const { outputSchema, annotations, ...seen } = t;
    console.log(t.name, JSON.stringify(seen).length, JSON.stringify(outputSchema).length, JSON.stringify(t).length);
  }
  console.log(JSON.stringify(JSON.parse(c['tools.json']!).find((t: any) => t.name === 'checkout_start')));
  console.log(JSON.stringify(JSON.parse(c['tools.json']!).find((t: any) => t.name === 'catalog_search')));
  await p.stop();
});
