import { Client } from '../../setup/client.js';
import { Shopping, submitPage } from '../../setup/shopping.js';
import type { Figures } from '../framework/proof.js';
import { PROVIDER_KEY } from '../framework/provider.js';
import { eventsOf, post, signed } from './deliveries.js';
import { settled } from './end-state.js';
import { forgeries, spoilt } from './forgeries.js';
import type { Scene } from './orders.js';

/**
 * A checkout is paid and nobody has told us: one accepted event, however forged, would complete it. Then the genuine
 * event does. And a genuine signature under a lie about a page that nobody paid moves nothing.
 */
export async function checkStrangers(scene: Scene): Promise<Figures> {
  const { stage, world, tenantId, urls, secret } = scene;
  const [url = ''] = urls;
  const buyer = new Shopping(await new Client(url).guest(tenantId), tenantId);
  const { id, url: page } = await buyer.toPayment({ MUG: 1 });
  await submitPage(page, 'pay');
  const paid = (await eventsOf(world.stripe, id)).find(({ type }) => type === 'checkout.session.completed');
  if (!paid) throw new Error(`The provider has no event about ${id}`);
  // Endpoints of somebody else at the same provider: their secrets are as real as ours.
  const others = [await secretOfAnother(scene), await secretOfAnother(scene)];
  const known = { body: paid.body, ours: secret, others };
  const letters = [
    ...forgeries(known),
    ...Array.from({ length: stage.quick ? 60 : 2000 }, () => spoilt(known, stage.random)),
  ];
  stage.progress.begin('forgeries', letters.length);
  let accepted = 0;
  for (const [index, { name, ...letter }] of letters.entries()) {
    const status = await post(urls[index % urls.length] ?? '', letter);
    if (status < 300) accepted += 1;
    if (status < 400 || status >= 500) stage.broken(`${name}: answered with ${status}`);
    stage.progress.step(name);
  }
  const session = page.split('/').at(-1);
  const rows = await world.db.collection('inbox').countDocuments({ sessionId: session });
  if (rows > 0) stage.broken(`${rows} forged events about ${id} were stored`);
  await expectStatus(scene, id, 'payment_pending');
  await post(url, signed(paid.body, secret));
  await settled(world.db, tenantId, id);
  await expectStatus(scene, id, 'completed');
  return { forged: letters.length, forgedAccepted: accepted, lies: await checkLies(scene, buyer, paid.body) };
}

/** An endpoint that was there and is gone: nothing is to be sent to it. */
async function secretOfAnother({ world: { stripe } }: Scene): Promise<string> {
  const { id, secret } = stripe.addWebhookEndpoint({ url: 'http://127.0.0.1:9/webhooks/stripe/default' });
  const headers = { authorization: `Bearer ${PROVIDER_KEY}` };
  const gone = await fetch(`${stripe.url}/v1/webhook_endpoints/${id}`, { method: 'DELETE', headers });
  if (!gone.ok) throw new Error(`Endpoint ${id}: ${await gone.text()}`);
  return secret;
}

/** Signed by the right secret, and untrue: the page is asked, and it is open. */
async function checkLies(scene: Scene, buyer: Shopping, body: string): Promise<number> {
  const { world, tenantId, urls, secret } = scene;
  const { id, url } = await buyer.toPayment({ MUG: 1 });
  const session = url.split('/').at(-1) ?? '';
  const types = ['completed', 'expired', 'async_payment_succeeded', 'async_payment_failed'];
  for (const type of types) {
    const lie = body
      .replace(/"id": "evt_\w+"/, `"id": "evt_lie_${type}"`)
      .replace(/cs_test_\w+/g, session)
      .replace('checkout.session.completed', `checkout.session.${type}`);
    const status = await post(urls[0] ?? '', signed(lie, secret));
    if (status !== 200) scene.stage.broken(`a signed event of type ${type} was answered with ${status}`);
  }
  await settled(world.db, tenantId, id);
  await expectStatus(scene, id, 'payment_pending');
  // Doctor takes an event for what it says; what was never true is no fault of the books.
  const lies = types.map((type) => `stripe//evt_lie_${type}` as never);
  await world.db.collection('inbox').deleteMany({ _id: { $in: lies } });
  return types.length;
}

async function expectStatus({ stage, world, tenantId }: Scene, id: string, wanted: string): Promise<void> {
  const checkout = await world.db.collection('checkouts').findOne({ _id: `${tenantId}/${id}` as never });
  if (checkout?.['status'] !== wanted) stage.broken(`${id} is ${checkout?.['status']}, not ${wanted}`);
}
