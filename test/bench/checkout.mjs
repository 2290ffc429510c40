// Counts what a guest checkout costs: CPU of the gateway and of the embedded database, each in a process of its own.
//   node test/bench/checkout.mjs [checkouts]
// Linux only: CPU time is read from /proc. Absolute times depend on the machine; compare figures of one run.
import { fork, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { once } from 'node:events';
import { startStripeEmulator } from '#stripe-emulator';

const CHECKOUTS = Number(process.argv[2] ?? 200);
const WARM_UP = 30;
const TICK_MS = 10;
const PARIS = { name: 'A', line1: '1', city: 'Paris', postalCode: '75001', country: 'FR' };

const database = spawn(process.execPath, ['--input-type=module', '-e', SERVE()], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
const [line] = await once(database.stdout, 'data');
const env = {
  PATH: process.env.PATH,
  PORT: '0',
  LOG_LEVEL: 'fatal',
  MONGODB_URI: `${String(line).trim()}&journal=false`,
  COMPTOIR_SECRET: 'bench-secret-that-is-long-enough-for-it',
  STRIPE_SECRET_KEY: 'sk_test_comptoir',
  STRIPE_WEBHOOK_SECRET: 'whsec_bench',
};
const stripe = await startStripeEmulator();
env.STRIPE_API_BASE = stripe.url;
await seed();
const gateway = fork('dist/apps/gateway/src/main.js', { env });
const [{ url }] = await once(gateway, 'message');
stripe.addWebhookEndpoint({ url: `${url}/webhooks/stripe/default`, secret: 'whsec_bench' });

try {
  for (let n = 0; n < WARM_UP; n += 1) await checkout();
  const before = cpu();
  for (let n = 0; n < CHECKOUTS; n += 1) await checkout();
  const after = cpu();
  const per = (name) => Number(((after[name] - before[name]) / CHECKOUTS).toFixed(2));
  const rssMb = Math.round(
    Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${gateway.pid}/status`, 'utf8'))[1]) / 1024,
  );
  console.log(
    JSON.stringify({
      checkouts: CHECKOUTS,
      cpuMsPerCheckout: { gateway: per('gateway'), database: per('database') },
      gatewayRssMb: rssMb,
    }),
  );
} finally {
  gateway.kill('SIGKILL');
  database.kill('SIGKILL');
  await stripe.stop();
}

/** A guest from session to completed order: nine calls, the page paid, the webhook delivered. */
async function checkout() {
  const token = (
    await ask(
      null,
      'mutation($t:ID!){createGuestSession(tenantId:$t){...on CreateGuestSessionSucceeded{session{accessToken}}}}',
      {},
    )
  ).session.accessToken;
  const call = (query, variables) => ask(token, query, variables);
  const { cart } = await call('mutation($t:ID!){createCart(tenantId:$t,input:{}){...on CartSucceeded{cart{id}}}}', {});
  await call(
    'mutation($t:ID!,$i:AddCartItemInput!){addCartItem(tenantId:$t,input:$i){...on CartSucceeded{cart{id subtotal}}}}',
    { i: { cartId: cart.id, sku: 'MUG', quantity: 2 } },
  );
  const started = await call(
    'mutation($t:ID!,$i:StartCheckoutInput!,$k:IdempotencyKey){startCheckout(tenantId:$t,input:$i,idempotencyKey:$k){...on CheckoutSucceeded{checkout{id}}}}',
    { i: { subject: { cart: cart.id }, email: 'a@example.com', shippingAddress: PARIS }, k: crypto.randomUUID() },
  );
  const { id } = started.checkout;
  await call('query($t:ID!,$c:ID!){shippingOptions(tenantId:$t,checkoutId:$c){options{carrierId serviceId price}}}', {
    c: id,
  });
  await call(
    'mutation($t:ID!,$i:SelectShippingInput!){selectShipping(tenantId:$t,input:$i){...on CheckoutSucceeded{checkout{id}}}}',
    { i: { checkoutId: id, carrierId: 'poste', serviceId: 'express' } },
  );
  const opened = await call(
    'mutation($t:ID!,$i:CreatePaymentSessionInput!,$k:IdempotencyKey){createPaymentSession(tenantId:$t,input:$i,idempotencyKey:$k){...on CheckoutSucceeded{checkout{nextAction{...on PayAtUrl{url}}}}}}',
    { i: { checkoutId: id }, k: crypto.randomUUID() },
  );
  await (
    await fetch(opened.checkout.nextAction.url, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'choice=pay',
      redirect: 'manual',
    })
  ).arrayBuffer();
  for (;;) {
    const { status } = await call('query($t:ID!,$c:ID!){checkout(tenantId:$t,checkoutId:$c){status}}', { c: id });
    if (status === 'completed') return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

async function ask(token, query, variables) {
  const headers = { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) };
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ query, variables: { t: 'bench', ...variables } }),
  });
  const { data, errors } = await response.json();
  if (errors) throw new Error(JSON.stringify(errors));
  return Object.values(data)[0];
}

function cpu() {
  return { gateway: cpuMs(gateway.pid), database: cpuMs(database.pid) };
}

/** User and system time of a process, milliseconds. */
function cpuMs(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}

async function seed() {
  const { startGateway } = await import('#gateway');
  const { Config } = await import('../../dist/libs/platform/index.js');
  const { TenantsService } = await import('../../dist/libs/tenants/index.js');
  const { CatalogService } = await import('../../dist/libs/shop/index.js');
  const config = Object.assign(new Config(), env, { PORT: 0, STRIPE_WEBHOOK_SECRET: [env.STRIPE_WEBHOOK_SECRET] });
  const gatewayForSeed = await startGateway(config);
  const { app } = gatewayForSeed;
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
    settings: {
      shipping: {
        coverage: [{ country: 'FR' }],
        rates: [
          {
            carrierId: 'poste',
            serviceId: 'express',
            name: 'Poste',
            minDays: 1,
            maxDays: 1,
            basePrice: 1200,
            perKilogram: 0,
          },
        ],
      },
    },
  });
  const variant = {
    sku: 'MUG',
    title: 'Default',
    options: [],
    price: 1250,
    compareAtPrice: null,
    weightGrams: 400,
    requiresShipping: true,
    stock: 1_000_000,
    barcode: null,
  };
  const family = {
    handle: 'mug',
    title: 'Mug',
    description: 'A mug',
    vendor: 'A',
    category: 'Tableware',
    tags: [],
    productType: 'physical',
    images: [],
    options: [],
    variants: [variant],
  };
  await app.get(CatalogService).importFamilies(await tenants.resolve('bench'), [family], 'EUR');
  await gatewayForSeed.close();
}

function SERVE() {
  return "import { startEmbeddedMongo } from '#embedded-mongo'; const { uri } = await startEmbeddedMongo({ mode: 'inline' }); console.log(uri); setInterval(() => {}, 1e9);";
}
