import { Client, key } from '../../setup/client.js';
import { PARIS, Shopping } from '../../setup/shopping.js';
import { subjectOf } from '../../setup/tokens.js';
import { each, pause, range } from '../framework/each.js';
import type { GatewayProcess } from '../framework/gateway-process.js';
import type { Figures, Stage } from '../framework/proof.js';
import { openShop } from '../framework/sellers.js';
import type { World } from '../framework/world.js';
import { surfacesOf, type Operation, type Reply, type Surface } from './surfaces.js';

const TENANT = 'shop';
const SKU = 'MUG';
const STOCK = 1000;
/** A call that is still running is asked again after so long, milliseconds. */
const AGAIN_MS = 250;
const OPERATIONS: readonly Operation[] = ['start', 'pay', 'cancel'];

/** One call as it was sent, and the checkout that it named. */
interface Call {
  readonly surface: Surface;
  readonly operation: Operation;
  readonly target: string;
  readonly key: string | null;
  readonly id: string;
}

/** One key, many calls at once, on every surface, over two gateways; again after a kill; and with another body. */
export async function idempotency(stage: Stage): Promise<Figures> {
  const world = await stage.world();
  await world.seed((app) => openShop(app, TENANT, { [SKU]: STOCK }));
  const gateways = await Promise.all([world.gateway(), world.gateway()]);
  return new Repetition(stage, world, gateways, stage.quick ? 10 : 100).run(stage.quick ? 1 : 5);
}

class Repetition {
  private readonly calls: Call[] = [];
  private sent = 0;
  private replayed = 0;
  private toldToWait = 0;
  private mismatches = 0;

  constructor(
    private readonly stage: Stage,
    private readonly world: World,
    private readonly gateways: readonly GatewayProcess[],
    private readonly atOnce: number,
  ) {}

  async run(rounds: number): Promise<Figures> {
    const client = await new Client(this.gateways[0]!.url).guest(TENANT);
    const surfaces = surfacesOf(client.token!, TENANT);
    const buyer = new Shopping(client, TENANT);
    this.stage.cleanup.add(() => each(surfaces, 1, (surface) => surface.close()));
    // An agent may leave the key out: then the same call is the same key.
    const ways = surfaces.flatMap((surface) => [
      { surface, sendsKey: true },
      ...(surface.name === 'mcp' ? [{ surface, sendsKey: false }] : []),
    ]);
    this.stage.progress.begin('bursts', rounds * ways.length * OPERATIONS.length);
    for (const way of range(rounds).flatMap(() => ways)) await this.buyAndCancel(buyer, way);
    await this.count(subjectOf(client.token!), rounds * ways.length);
    await this.repeatAfterKill(surfaces);
    await this.count(subjectOf(client.token!), rounds * ways.length);
    const { sent, replayed, toldToWait, mismatches } = this;
    const figures = { surfaces: surfaces.length, gateways: this.gateways.length, atOnce: this.atOnce };
    return {
      ...figures,
      keys: this.calls.length,
      calls: sent,
      effects: this.calls.length,
      replayed,
      toldToWait,
      mismatches,
    };
  }

  private async buyAndCancel(buyer: Shopping, way: { surface: Surface; sendsKey: boolean }): Promise<void> {
    const cart = await buyer.cart({ [SKU]: 1 });
    await buyer.change('setCartAddress', { cartId: cart, address: PARIS });
    const other = await buyer.cart({ [SKU]: 1 });
    const start = await this.burst(way, 'start', cart, other);
    await this.burst(way, 'pay', start, 'chk_000000000000000000000000');
    await this.expectOneSession(start);
    await this.burst(way, 'cancel', start, 'chk_000000000000000000000000');
  }

  /** Everybody at once, at both gateways; those who are told to wait ask again. One effect, one answer. */
  private async burst(
    { surface, sendsKey }: { surface: Surface; sendsKey: boolean },
    operation: Operation,
    target: string,
    other: string,
  ): Promise<string> {
    const name = `${operation} on ${surface.name}${sendsKey ? '' : ' without a key'}`;
    const once = sendsKey ? key() : null;
    const replies = await Promise.all(
      range(this.atOnce).map((index) => this.insist(surface, operation, target, once, index)),
    );
    const refused = replies.filter(({ id }) => id === null);
    const ids = new Set(replies.map(({ id }) => id));
    const effects = replies.filter(({ id, replayed }) => id !== null && !replayed).length;
    if (refused.length) this.stage.broken(`${name}: ${refused.length} were refused: ${JSON.stringify(refused[0])}`);
    if (ids.size !== 1) this.stage.broken(`${name}: one key, answers about ${[...ids].join(', ')}`);
    // Without a key of his own an agent is answered anew once what he was told is over, as a cancellation is at once.
    if (sendsKey && effects !== 1)
      this.stage.broken(`${name}: ${effects} of ${replies.length} calls say that they had the effect`);
    const id = replies.find((reply) => reply.id)?.id;
    if (!id) throw new Error(`${name} never succeeded`);
    this.calls.push({ surface, operation, target, key: once, id });
    if (once) await this.expectMismatch(name, surface, operation, other, once);
    this.stage.progress.step();
    return id;
  }

  private async insist(
    surface: Surface,
    operation: Operation,
    target: string,
    once: string | null,
    index: number,
  ): Promise<Reply> {
    for (;;) {
      this.sent += 1;
      const reply = await surface.call(this.urlOf(index), operation, target, once);
      if (reply.replayed) this.replayed += 1;
      if (reply.code !== 'IDEMPOTENCY_IN_FLIGHT') return reply;
      this.toldToWait += 1;
      await pause(AGAIN_MS);
    }
  }

  private async expectMismatch(
    name: string,
    surface: Surface,
    operation: Operation,
    other: string,
    once: string,
  ): Promise<void> {
    for (const index of range(this.gateways.length)) {
      const { code } = await surface.call(this.urlOf(index), operation, other, once);
      if (code !== 'IDEMPOTENCY_KEY_MISMATCH') this.stage.broken(`${name}: another body under its key answers ${code}`);
      else this.mismatches += 1;
    }
  }

  /** kill -9 of both; then every call once more, with its key: the same answers, and not one more effect. */
  private async repeatAfterKill(surfaces: readonly Surface[]): Promise<void> {
    await Promise.all(this.gateways.map((gateway) => gateway.kill()));
    for (const surface of surfaces) await surface.close();
    await Promise.all(this.gateways.map((gateway) => gateway.start()));
    const keyed = this.calls.filter((call) => call.key !== null);
    this.stage.progress.begin('after a kill', keyed.length);
    for (const [index, { surface, operation, target, key: once, id }] of keyed.entries()) {
      const reply = await this.insist(surface, operation, target, once, index);
      if (reply.id !== id || !reply.replayed) {
        this.stage.broken(`${operation} on ${surface.name} of ${id} answers ${JSON.stringify(reply)} after a kill`);
      }
      this.stage.progress.step();
    }
  }

  private async expectOneSession(checkoutId: string): Promise<void> {
    const sessions = await this.world.provider.sessions();
    const own = sessions.filter(({ metadata }) => metadata.checkout === checkoutId);
    if (own.length !== 1) this.stage.broken(`${checkoutId} has ${own.length} sessions at the provider`);
  }

  /** What is there in the end: one checkout for each start, all cancelled, nothing held. */
  private async count(ownerId: string, starts: number): Promise<void> {
    const checkouts = await this.world.db.collection('checkouts').find({ ownerId }).toArray();
    const open = checkouts.filter(({ status }) => status !== 'cancelled');
    const stock = await this.world.db.collection('inventory').findOne({ tenantId: TENANT });
    if (checkouts.length !== starts) this.stage.broken(`${starts} keys started ${checkouts.length} checkouts`);
    for (const { _id, status } of open) this.stage.broken(`${String(_id)} was cancelled and is ${status}`);
    if (stock?.['available'] !== STOCK || stock['holds'].length) {
      this.stage.broken(`${stock?.['available']} of ${STOCK} are available although everything was cancelled`);
    }
  }

  private urlOf(index: number): string {
    return this.gateways[index % this.gateways.length]!.url;
  }
}
