import { connect, type Socket } from 'node:net';
import { pause, range } from '../framework/each.js';
import type { Ending, GatewayProcess } from '../framework/gateway-process.js';
import { LOOPBACK } from '../framework/listen.js';
import type { Figures, Stage } from '../framework/proof.js';
import { openShop } from '../framework/sellers.js';
import type { World } from '../framework/world.js';
import type { Fate } from './connection.js';
import { Shopper } from './shopper.js';

const TENANT = 'shop';
const SKU = 'MUG';
const SHOPPERS = 16;
/** Connections on which nobody says anything, as browsers open them in advance. */
const SILENT = 4;
/** Load before the signal, milliseconds: at least, and at most. */
const LOAD_MS = [300, 1200] as const;
/** Some questions take so long at the provider: their callers, or their events, are at work when the signal comes, milliseconds. */
const SLOW_MS = 1000;
/** The claim, milliseconds. A quick run shares its machine with a test suite and is lenient. */
const EXIT_MS = 2000;
const QUICK_EXIT_MS = 8000;

/** SIGTERM while buyers buy, over and over. */
export async function drain(stage: Stage): Promise<Figures> {
  const world = await stage.world();
  await world.seed((app) => openShop(app, TENANT, { [SKU]: 1_000_000 }));
  const gateway = await world.gateway();
  world.webhooksTo(gateway.url);
  return new Drainings(stage, world, gateway).run(stage.quick ? 2 : 20);
}

class Drainings {
  private answered = 0;
  private inFlight = 0;
  private late = 0;
  private cutOff = 0;
  private longestExitMs = 0;

  constructor(
    private readonly stage: Stage,
    private readonly world: World,
    private readonly gateway: GatewayProcess,
  ) {}

  async run(rounds: number): Promise<Figures> {
    this.stage.progress.begin('drains', rounds);
    for (const round of range(rounds)) {
      if (round > 0) await this.gateway.start();
      await this.once();
      this.stage.progress.step(`${this.inFlight} requests were under way`);
    }
    const { answered, inFlight, late, cutOff, longestExitMs } = this;
    return { drains: rounds, answered, inFlight, lateAnswered: late, lateCutOff: cutOff, longestExitMs };
  }

  private async once(): Promise<void> {
    const { url } = this.gateway;
    const silent = await Promise.all(range(SILENT).map(() => openSocket(url)));
    const shoppers = range(SHOPPERS).map(() => new Shopper(url, TENANT, SKU));
    const shopping = shoppers.map((shopper) => shopper.shop());
    await pause(this.stage.random.between(...LOAD_MS));
    this.slowDown('POST', '/v1/checkout/sessions');
    this.slowDown('GET', '/v1/checkout/sessions/*');
    await pause(this.stage.random.between(20, SLOW_MS));
    const signalAt = Date.now();
    const ending = await this.gateway.stop();
    for (const shopper of shoppers) shopper.stop();
    await Promise.all(shopping);
    for (const socket of silent) socket.destroy();
    this.world.stripe.faults.clear();
    this.judge(
      shoppers.flatMap(({ connection }) => connection.fates),
      signalAt,
      ending,
    );
    await this.expectNothingLeased();
  }

  private slowDown(method: string, path: string): void {
    this.world.stripe.faults.add({ match: { method, path }, action: 'delay', ms: SLOW_MS, times: SHOPPERS / 2 });
  }

  private judge(fates: readonly Fate[], signalAt: number, ending: Ending): void {
    if (ending.code !== 0) this.stage.broken(`The gateway ended with ${ending.code ?? ending.signal} after SIGTERM`);
    for (const fate of fates) this.judgeOne(fate, signalAt);
    const lastAnswer = Math.max(signalAt, ...fates.map(({ answeredAt }) => answeredAt ?? 0));
    const exitMs = ending.at - lastAnswer;
    this.longestExitMs = Math.max(this.longestExitMs, exitMs);
    const limit = this.stage.quick ? QUICK_EXIT_MS : EXIT_MS;
    if (exitMs > limit) this.stage.broken(`The gateway ended ${exitMs} ms after its last answer`);
  }

  private judgeOne({ what, sentAt, answeredAt, status, error, body }: Fate, signalAt: number): void {
    const isLate = sentAt === null || sentAt > signalAt;
    const isWhole = status !== null && status < 500 && !hasErrors(body);
    const after = answeredAt ?? signalAt;
    if (!isLate && after >= signalAt) this.inFlight += 1;
    if (isWhole) {
      this.answered += 1;
      if (isLate) this.late += 1;
    } else if (isLate && error !== null) {
      // The connection was closed before he wrote: he asks another gateway.
      this.cutOff += 1;
    } else {
      const when = isLate ? 'after' : 'before';
      const said = error ?? `${status} ${JSON.stringify(body).slice(0, 300)}`;
      this.stage.broken(`${what}, sent ${Math.abs((sentAt ?? 0) - signalAt)} ms ${when} SIGTERM, got ${said}`);
    }
  }

  /** Whoever stops in peace leaves nothing for others to wait for. */
  private async expectNothingLeased(): Promise<void> {
    const leased = await this.world.db
      .collection('checkouts')
      .find({ lease: { $ne: null } })
      .toArray();
    for (const { _id } of leased) this.stage.broken(`${String(_id)} is still leased by the gateway that stopped`);
    const now = new Date();
    // One that was postponed is due later too, but says why; nobody has it.
    const claimed = await this.world.db
      .collection('inbox')
      .find({ state: 'received', tries: 1, reason: null, dueAt: { $gt: now } })
      .toArray();
    for (const { _id } of claimed)
      this.stage.broken(`Event ${String(_id)} is still claimed by the gateway that stopped`);
    const running = await this.world.db
      .collection('idempotency')
      .find({ outcome: null, leaseUntil: { $gt: now } })
      .toArray();
    for (const { _id } of running) this.stage.broken(`Call ${String(_id)} is still taken to be running`);
  }
}

/** Errors of GraphQL come with status 200. */
function hasErrors(body: any): boolean {
  return Array.isArray(body?.errors);
}

function openSocket(url: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(url).port), LOOPBACK, () => resolve(socket));
    socket.on('error', reject);
  });
}
