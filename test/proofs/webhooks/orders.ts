import { Client } from '../../setup/client.js';
import { Shopping } from '../../setup/shopping.js';
import { each, range } from '../framework/each.js';
import type { FaultProxy } from '../framework/fault-proxy.js';
import type { Figures, Stage } from '../framework/proof.js';
import type { World } from '../framework/world.js';
import { eventsOf, post, signed, type StoredEvent } from './deliveries.js';
import { endState, settled } from './end-state.js';
import { STORIES, type Story } from './stories.js';

const COPIES = 5;
const LAST = 4;
const AT_ONCE = 4;

export interface Scene {
  readonly stage: Stage;
  readonly world: World;
  readonly tenantId: string;
  readonly secret: string;
  /** Letters go to one after the other. */
  readonly urls: readonly string[];
  /** The gateway whose way to the provider can be spoilt. */
  readonly proxied: { readonly url: string; readonly proxy: FaultProxy };
}

/** Every story in every order of its last events, five times each, at two gateways: it ends as when told in order. */
export async function checkOrders(scene: Scene): Promise<Figures> {
  const { stage } = scene;
  const stories = stage.quick ? STORIES.slice(0, 2) : STORIES;
  const counts = { stories: stories.length, orders: 0, events: 0, delivered: 0 };
  for (const story of stories) {
    const wanted = await toldInOrder(scene, story);
    const orders = permutations(range(Math.min(LAST, wanted.events)));
    const chosen = stage.quick ? stage.random.shuffled(orders).slice(0, 4) : orders;
    stage.progress.begin(story.name, chosen.length);
    await each(chosen, AT_ONCE, async (order) => {
      const told = await toldInDisorder(scene, story, order);
      counts.orders += 1;
      counts.events += told.events;
      counts.delivered += told.delivered;
      const [found, expected] = [told.state, wanted.state].map((state) => JSON.stringify(state));
      if (found !== expected)
        stage.broken(`${told.id}, ${story.name} in the order ${order.join(', ')}: ${found}, not ${expected}`);
      stage.progress.step();
    });
  }
  return counts;
}

/** Each event once, before anything else happens: how it is meant. */
async function toldInOrder(scene: Scene, story: Story): Promise<{ state: object; events: number }> {
  const { world } = scene;
  const { id, url } = await opened(scene);
  const told = new Set<string>();
  for (const act of story.acts) {
    await act(world.stripe, url);
    for (const event of await eventsOf(world.stripe, id)) {
      if (!told.has(event.id)) await tell(scene, event, told.size);
      told.add(event.id);
    }
    await settle(scene, id);
  }
  return { state: await endState(world, scene.tenantId, id), events: told.size };
}

/** Everything has happened before anything is told; then the last events in another order, and all of them again. */
async function toldInDisorder(scene: Scene, story: Story, order: readonly number[]) {
  const { world, stage } = scene;
  const { id, url } = await opened(scene);
  for (const act of story.acts) await act(world.stripe, url);
  const events = await eventsOf(world.stripe, id);
  const last = events.slice(-order.length);
  const told = [...events.slice(0, -order.length), ...order.flatMap((at) => last[at] ?? [])];
  let delivered = 0;
  for (const event of told) await tell(scene, event, (delivered += 1));
  const copies = stage.random.shuffled(range(COPIES - 1).flatMap(() => events));
  await Promise.all(copies.map((event) => tell(scene, event, (delivered += 1))));
  await settle(scene, id);
  return { id, events: events.length, delivered, state: await endState(world, scene.tenantId, id) };
}

async function opened({ urls, tenantId }: Scene): Promise<{ id: string; url: string }> {
  const buyer = new Shopping(await new Client(urls[0] ?? '').guest(tenantId), tenantId);
  return buyer.toPayment({ MUG: 1 });
}

async function tell({ stage, urls, secret }: Scene, { id, type, body }: StoredEvent, turn: number): Promise<void> {
  const status = await post(urls[turn % urls.length] ?? '', signed(body, secret));
  if (status !== 200) stage.broken(`${type} ${id} was answered with ${status}`);
}

async function settle({ stage, world, tenantId }: Scene, id: string): Promise<void> {
  if (!(await settled(world.db, tenantId, id))) stage.broken(`${id} does not come to rest`);
}

function permutations(items: readonly number[]): number[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((first) =>
    permutations(items.filter((other) => other !== first)).map((others) => [first, ...others]),
  );
}
