import { each, pause, range } from '../framework/each.js';
import type { GatewayProcess } from '../framework/gateway-process.js';
import type { Figures, Stage } from '../framework/proof.js';
import type { World } from '../framework/world.js';
import { audit, hurryDeliveries, unsettled } from './books.js';
import { Buyer, TooSlow, Vanished } from './buyer.js';
import { FLOWS } from './flows.js';
import { ACCOUNTS, KIND_PACKAGES, KINDS, type KindUnderAttack } from './kinds.js';
import { startMongoProxy } from './mongo-proxy.js';
import { StripeProxy } from './stripe-proxy.js';
import { Gate, Trap } from './trap.js';
import { Walk, type Point } from './walk.js';

/** Under each kill stand so many buyers, each at a point of his own. */
interface Size {
  readonly kills: number;
  readonly lanes: number;
}
const FULL: Size = { kills: 500, lanes: 4 };
const QUICK: Size = { kills: 3, lanes: 6 };
/** Kills between two audits. */
const CHAPTER = 50;
/** All points of one kill are reached by then, or it comes without. */
const REACH_MS = 5000;
/** The claim: within so long after the restart nobody is at work any more. */
const SETTLE_MS = 60_000;
/** A gateway needs no longer to start where nothing else runs. Where it does, every time limit is stretched as much. */
const USUAL_START_MS = 3000;
/** Short, so that interrupted work is taken over soon; long enough for a slow machine to do a step. */
const LEASE_MS = '5000';

/** kill -9, over and over, at every effect of every kind's checkout. */
export async function crash(stage: Stage): Promise<Figures> {
  const kinds = KINDS.filter(({ name }) => (stage.options['kind'] ?? name) === name);
  if (kinds.length === 0) throw new Error(`--kind is one of ${KINDS.map(({ name }) => name).join(', ')}`);
  const world = await stage.world({ kinds: KIND_PACKAGES, env: { LEASE_MS }, accounts: ACCOUNTS });
  await world.seed(async (app) => {
    for (const kind of kinds) await kind.open(app);
  });
  const gate = new Gate();
  const provider = await StripeProxy.start(stage.cleanup, gate, world.stripe.url);
  const mongoUri = await startMongoProxy(stage.cleanup, gate, world.db, world.mongoUri);
  const gateway = await world.gateway({ MONGODB_URI: mongoUri, STRIPE_API_BASE: provider.url });
  world.webhooksTo(gateway.url);
  return new Attack(stage, world, gateway, gate, provider, kinds).run(sizeOf(stage));
}

function sizeOf({ quick, options }: Stage): Size {
  const kills = Number(options['kills'] ?? (quick ? QUICK : FULL).kills);
  if (!Number.isInteger(kills) || kills < 1) throw new Error('--kills is a whole number from 1 on');
  return { ...(quick ? QUICK : FULL), kills };
}

interface Lane {
  readonly point: Point;
  readonly buyer: Buyer;
  trap: Trap | null;
  hasEnded: boolean;
  finished: Promise<void>;
}

class Attack {
  private readonly walks: Walk[];
  private readonly struck = new Set<string>();
  private readonly turns = new Map<KindUnderAttack, number>();
  private underWay = new Set<Lane>();
  private kills = 0;
  private points = 0;
  private vanished = 0;
  private finished = 0;
  private tooSlow = 0;
  /** How much slower this machine is than one that does nothing else; never below 1. */
  private slowness = 1;

  constructor(
    private readonly stage: Stage,
    private readonly world: World,
    private readonly gateway: GatewayProcess,
    private readonly gate: Gate,
    private readonly provider: StripeProxy,
    kinds: readonly KindUnderAttack[],
  ) {
    const random = stage.quick ? stage.random : null;
    const walks = kinds.flatMap((kind) =>
      FLOWS.filter(({ money }) => money === kind.money).map((flow) => new Walk(kind, flow, random)),
    );
    this.walks = stage.random.shuffled(walks);
  }

  async run({ kills, lanes }: Size): Promise<Figures> {
    this.stage.progress.begin('kills', kills);
    let settleMs = 0;
    while (this.kills < kills) {
      await this.strike(lanes);
      if (this.kills % CHAPTER === 0 || this.kills === kills) settleMs = Math.max(settleMs, await this.settle());
    }
    const { checkouts, byStatus, money } = await audit(this.world);
    const walkedWhole = Math.min(...this.walks.map(({ rounds }) => rounds));
    const { points, struck, vanished, finished, tooSlow } = this;
    const figures = {
      kills,
      points,
      distinctPoints: struck.size,
      walkedWhole,
      buyersBack: finished,
      vanished,
      tooSlow,
    };
    const slowness = Number(this.slowness.toFixed(1));
    return { ...figures, checkouts, byStatus, money, longestSettleMs: settleMs, slowness };
  }

  /** One kill, and the start of the next gateway. Buyers of earlier kills are still finding their way meanwhile. */
  private async strike(count: number): Promise<void> {
    const chosen = range(count).map((lane) => this.walks[(this.kills * count + lane) % this.walks.length]!);
    const lanes = await each([...new Set(chosen)], count, (walk) => this.prepare(walk.next()));
    for (const lane of lanes) lane.finished = this.go(lane);
    const ready = Promise.all(lanes.map((lane) => Promise.race([lane.finished, this.sprung(lane)])));
    await Promise.race([ready, pause(REACH_MS * this.slowness)]);
    this.gate.fire();
    await this.gateway.kill();
    this.gate.disarm();
    this.kills += 1;
    for (const lane of lanes) this.note(lane);
    const restarting = Date.now();
    await this.gateway.start();
    this.slowness = Math.max(this.slowness, (Date.now() - restarting) / USUAL_START_MS);
    this.stage.progress.at(this.kills, `${this.points} points, ${this.underWay.size} buyers under way`);
  }

  private async prepare(point: Point): Promise<Lane> {
    const { kind } = point.walk;
    const turn = this.turns.get(kind) ?? 0;
    this.turns.set(kind, turn + 1);
    const buyer = await Buyer.ready(this.gateway.url, kind, turn, point.returns);
    return { point, buyer, trap: null, hasEnded: false, finished: Promise.resolve() };
  }

  /** One buyer's way from start to end, across however many kills. */
  private async go(lane: Lane): Promise<void> {
    const { point, buyer } = lane;
    const { flow, name } = point.walk;
    this.underWay.add(lane);
    const arm = (): void => {
      lane.trap = new Trap(buyer.marks, point.effect, point.moment);
      this.gate.arm(lane.trap);
    };
    try {
      const end = await flow.run(buyer, { db: this.world.db, provider: this.provider, url: this.gateway.url, arm });
      if (!flow.ends.includes(end)) this.stage.broken(`${name} of ${buyer.id} ended ${end}`);
      this.finished += 1;
    } catch (error) {
      if (error instanceof Vanished) this.vanished += 1;
      else if (error instanceof TooSlow) this.tooSlow += 1;
      else this.stage.broken(`${name} (effect ${point.effect}, ${point.moment}): ${String(error)}`);
    } finally {
      lane.hasEnded = true;
      this.underWay.delete(lane);
    }
  }

  private async sprung(lane: Lane): Promise<void> {
    while (!lane.trap && !lane.hasEnded) await pause(5);
    await lane.trap?.sprung;
  }

  private note({ point, trap, hasEnded }: Lane): void {
    if (trap?.hasSprung) {
      this.points += 1;
      this.struck.add(`${point.walk.name} ${point.effect} ${point.moment}`);
      point.walk.reached();
    } else if (hasEnded) point.walk.ended();
  }

  /** Nobody kills any more: everything comes to rest, and the books agree. Answers how long it took, milliseconds. */
  private async settle(): Promise<number> {
    const begun = Date.now();
    const limit = begun + SETTLE_MS * this.slowness;
    let open = await unsettled(this.world);
    while ((open.length > 0 || this.underWay.size > 0) && Date.now() < limit) {
      await pause(200);
      await hurryDeliveries(this.world);
      open = await unsettled(this.world);
    }
    for (const id of open) this.stage.broken(`${id} is still at work long after the last restart`);
    for (const { point, buyer } of this.underWay) {
      const who = `${point.walk.name} (effect ${point.effect}, ${point.moment}) of ${buyer.checkoutId}`;
      this.stage.broken(`${who} never came to an end; last: ${buyer.lastWord}`);
    }
    const { faults } = await audit(this.world);
    for (const fault of faults) this.stage.broken(fault);
    return Date.now() - begun;
  }
}
