// The gateway that surfaces.mjs measures: one tenant with 20 products, one guest with a cart; tells its CPU time when asked.
import 'reflect-metadata';
import { startGateway } from '#gateway';
import { Config } from '../../dist/libs/platform/index.js';
import { CatalogService } from '../../dist/libs/shop/index.js';
import { OperationsService } from '../../dist/libs/surfaces/operations/operations.service.js';
import { TenantsService } from '../../dist/libs/tenants/index.js';

const config = Object.assign(new Config(), {
  PORT: 0,
  LOG_LEVEL: 'fatal',
  MONGODB_URI: process.argv[2],
  COMPTOIR_SECRET: 'bench-secret-that-is-long-enough-for-it',
  STRIPE_SECRET_KEY: 'sk_test_comptoir',
  STRIPE_WEBHOOK_SECRET: ['whsec_bench'],
  // Nothing is paid here, and nothing must run beside the calls.
  SWEEP_INTERVAL_MS: 60_000,
  EVENT_POLL_INTERVAL_MS: 0,
});
const { app, url } = await startGateway(config);
const tenants = app.get(TenantsService);
await tenants.put({
  id: 'bench',
  name: 'Bench',
  kind: 'retail',
  status: 'active',
  currencies: ['EUR'],
  limits: { maxLineQuantity: 20, maxLines: 10, maxCartTotal: 500_000 },
  checkoutWindowMinutes: 30,
  redirectOrigins: [],
  settings: {},
});
await app.get(CatalogService).importFamilies(await tenants.resolve('bench'), Array.from({ length: 20 }, mug), 'EUR');

let token = null;
const { session } = await call(
  'createGuestSession(tenantId: "bench") { ... on CreateGuestSessionSucceeded { session { accessToken } } }',
);
token = session.accessToken;
const { cart } = await call('createCart(tenantId: "bench") { ... on CartSucceeded { cart { id } } }');
for (const sku of ['MUG-0', 'MUG-1', 'MUG-2']) {
  await call(
    `addCartItem(tenantId: "bench", input: { cartId: "${cart.id}", sku: "${sku}", quantity: 1 }) { __typename }`,
  );
}
const operations = app.get(OperationsService, { strict: false }).all();
const documents = Object.fromEntries(operations.map(({ tool, text }) => [tool?.name, text]));
process.on('message', () => process.send(process.cpuUsage()));
process.on('SIGTERM', () => process.exit(0));
process.send({ url, token, cartId: cart.id, documents });

async function call(field) {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
    body: JSON.stringify({ query: `mutation { ${field} }` }),
  });
  const { data, errors } = await response.json();
  if (errors) throw new Error(JSON.stringify(errors));
  return Object.values(data)[0];
}

function mug(_, n) {
  const variant = { sku: `MUG-${n}`, title: 'Default', options: [], price: 1250, compareAtPrice: null };
  return {
    handle: `mug-${n}`,
    title: `Mug ${n}`,
    description: 'A mug',
    vendor: 'Atelier',
    category: 'Tableware',
    tags: [],
    productType: 'physical',
    images: [],
    options: [],
    variants: [{ ...variant, weightGrams: 400, requiresShipping: true, stock: 1000, barcode: null }],
  };
}
