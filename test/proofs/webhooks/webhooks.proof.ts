import { FaultProxy } from '../framework/fault-proxy.js';
import type { Figures, Stage } from '../framework/proof.js';
import { openShop } from '../framework/sellers.js';
import { checkEarly, checkLate } from './early-and-late.js';
import { checkOrders } from './orders.js';
import { checkStrangers } from './strangers.js';

const TENANT = 'mill';
const SECRET = 'whsec_proof';

/** The provider reports to nobody; this proof carries its events, in every order, to where they belong or not. */
export async function webhooks(stage: Stage): Promise<Figures> {
  // Nothing but webhooks may tell: who finds a payment by itself would hide a lost event.
  const world = await stage.world({ env: { STRIPE_WEBHOOK_SECRET: SECRET, EVENT_POLL_INTERVAL_MS: '0' } });
  await world.seed((app) => openShop(app, TENANT, { MUG: 10_000 }));
  const proxy = await FaultProxy.start(stage.cleanup, world.stripe.port);
  const throughProxy = { STRIPE_API_BASE: `http://127.0.0.1:${proxy.port}` };
  const gateways = await Promise.all([world.gateway(), world.gateway(throughProxy)]);
  const urls = gateways.map(({ url }) => url);
  const scene = { stage, world, tenantId: TENANT, secret: SECRET, urls, proxied: { url: gateways[1].url, proxy } };
  const orders = await checkOrders(scene);
  const strangers = await checkStrangers(scene);
  const early = await checkEarly(scene, stage.quick ? 1 : 10);
  await Promise.all(gateways.map((gateway) => gateway.stop()));
  return { ...orders, ...strangers, ...early, ...(await checkLate(scene)) };
}
