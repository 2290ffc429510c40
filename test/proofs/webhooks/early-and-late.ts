import { startGateway } from '#gateway';
import { loadConfig } from '#platform';
import { Client } from '../../setup/client.js';
import { PARIS, Shopping, submitPage } from '../../setup/shopping.js';
import { becomes } from '../framework/each.js';
import type { Figures } from '../framework/proof.js';
import { eventsOf, post, signed } from './deliveries.js';
import { endState, settled } from './end-state.js';
import type { Scene } from './orders.js';

const MINUTE_MS = 60_000;
const COPIES = 5;

/** The event overtakes the answer that it is about: the buyer paid a page that we do not know of yet. */
export async function checkEarly(scene: Scene, rounds: number): Promise<Figures> {
  const { stage, world, tenantId, secret, proxied } = scene;
  const { url, proxy } = proxied;
  stage.progress.begin('early', rounds);
  for (let round = 0; round < rounds; round += 1) {
    const buyer = new Shopping(await new Client(url).guest(tenantId), tenantId);
    const { checkout } = await buyer.start(await buyer.cart({ MUG: 1 }), { shippingAddress: PARIS });
    proxy.set('stall');
    const answer = buyer.pay(checkout.id);
    const session = await sessionAt(scene, checkout.id);
    await submitPage(`${world.stripe.url}/c/pay/${session}`, 'pay');
    for (const { body } of await eventsOf(world.stripe, checkout.id)) {
      for (let copy = 0; copy < COPIES; copy += 1) await post(url, signed(body, secret));
    }
    const before = await world.db.collection('checkouts').findOne({ _id: `${tenantId}/${checkout.id}` as never });
    if (before?.['payment'].sessions[0]?.providerId) stage.broken(`${checkout.id} knew its session: nothing was early`);
    proxy.set('pass');
    await answer;
    await settled(world.db, tenantId, checkout.id);
    await expectCompleted(scene, checkout.id);
    stage.progress.step();
  }
  return { early: rounds };
}

async function sessionAt({ world }: Scene, checkoutId: string): Promise<string> {
  let id = '';
  await becomes(async () => {
    const sessions = await world.provider.sessions();
    id = sessions.find(({ metadata }) => metadata.checkout === checkoutId)?.id ?? '';
    return id !== '';
  });
  return id;
}

/** Nothing is heard for ten minutes, or until long after the checkout gave up waiting; then the event comes. */
export async function checkLate(scene: Scene): Promise<Figures> {
  const { stage, world, tenantId, secret } = scene;
  const delays = [10, 45];
  stage.progress.begin('late', delays.length);
  let ahead = 0;
  const clock = { now: () => new Date(Date.now() + ahead) };
  const gateway = await startGateway(loadConfig(world.env({ PORT: '0' })), { clock });
  try {
    for (const minutes of delays) {
      const buyer = new Shopping(await new Client(gateway.url).guest(tenantId), tenantId);
      const { id, url } = await buyer.toPayment({ MUG: 1 });
      await submitPage(url, 'pay');
      ahead += minutes * MINUTE_MS;
      for (const { body } of await eventsOf(world.stripe, id)) {
        const late = await post(gateway.url, signed(body, secret, clock.now().getTime()));
        if (late !== 200) stage.broken(`an event ${minutes} minutes after its time was answered with ${late}`);
      }
      await settled(world.db, tenantId, id);
      await expectCompleted(scene, id);
      stage.progress.step();
    }
  } finally {
    await gateway.close();
  }
  return { late: delays.length };
}

async function expectCompleted({ stage, world, tenantId }: Scene, id: string): Promise<void> {
  const state = (await endState(world, tenantId, id)) as { status: string; order: string; money: { payments: number } };
  const ok = state.status === 'completed' && state.order === 'paid' && state.money.payments === 1;
  if (!ok) stage.broken(`${id} ended as ${JSON.stringify(state)}`);
}
