import { becomes, each, range } from '../framework/each.js';
import { FaultProxy, type Fault } from '../framework/fault-proxy.js';
import { LOOPBACK } from '../framework/listen.js';
import { databaseBehind } from '../framework/mongo-address.js';
import type { Figures, Stage } from '../framework/proof.js';
import { openShop } from '../framework/sellers.js';
import type { World } from '../framework/world.js';
import { CALLERS, SECRET, SHOP, type Caller } from './callers.js';
import { declared, DEPENDENCIES, FAULTS, LATENCY_MS, OPERATIONS, type Dependency } from './declared.js';
import { checkBooks, finish } from './afterwards.js';

const STOCK = 10_000;
/** A call cut off in the middle is taken over when its lease has lapsed. */
const RECOVERY_MS = 60_000;
/** Nobody waits so long: whoever does was left without an answer. */
const PATIENCE_MS = 90_000;

interface Harbour {
  readonly stage: Stage;
  readonly world: World;
  readonly url: string;
  readonly proxies: Readonly<Record<Dependency, FaultProxy>>;
}

/** Every operation while database or provider is slow, refuses, does not answer or is gone; then everything goes on. */
export async function dependencies(stage: Stage): Promise<Figures> {
  const quiet = { EVENT_POLL_INTERVAL_MS: '0', STRIPE_WEBHOOK_SECRET: SECRET };
  const world = await stage.world({ env: { ...quiet, ...(stage.quick ? { LEASE_MS: '3000' } : {}) } });
  await world.seed((app) => openShop(app, SHOP, { MUG: STOCK }));
  const { target, uriAt } = await databaseBehind(world);
  const proxies = {
    database: await FaultProxy.start(stage.cleanup, target),
    provider: await FaultProxy.start(stage.cleanup, world.stripe.port),
  };
  const gateway = await world.gateway({
    MONGODB_URI: uriAt(proxies.database.port),
    STRIPE_API_BASE: `http://${LOOPBACK}:${proxies.provider.port}`,
  });
  const harbour = { stage, world, url: gateway.url, proxies };
  const count = stage.quick ? 1 : 3;
  const faults = stage.quick ? FAULTS.slice(0, 2) : FAULTS;
  const slowest: Record<string, number> = {};
  let cells = 0;
  const callers: Caller[] = [];
  for (const dependency of DEPENDENCIES) {
    for (const fault of faults) {
      const round = await storm(harbour, dependency, fault, count);
      callers.push(...round.callers);
      slowest[`${dependency} ${fault}`] = round.slowestMs;
      cells += OPERATIONS.length;
    }
  }
  const bought = await finish(stage, world, callers);
  await checkBooks(stage, world, callers, bought, STOCK);
  return { cells, calls: callers.length, slowestMs: slowest, bought };
}

/** One fault of one dependency under all operations at once; then all of them again without it. */
async function storm(
  { stage, world, url, proxies }: Harbour,
  dependency: Dependency,
  fault: Fault,
  count: number,
): Promise<{ callers: Caller[]; slowestMs: number }> {
  const name = `${dependency} ${fault}`;
  const wanted = OPERATIONS.flatMap((operation) => range(count).map(() => operation));
  const callers = await each(wanted, 4, (operation) => CALLERS[operation](url, world));
  stage.progress.begin(name, callers.length);
  proxies[dependency].set(fault, LATENCY_MS);
  const waits = await Promise.all(
    callers.map(async (caller) => {
      const begun = Date.now();
      const answer = await patient(caller.call());
      const waited = Date.now() - begun;
      const { answers, withinMs } = declared(dependency, fault, caller.operation);
      if (!answers.includes(answer)) stage.broken(`${name}: ${caller.operation} was answered with ${answer}`);
      if (waited > withinMs) stage.broken(`${name}: ${caller.operation} took ${waited} ms, more than ${withinMs}`);
      stage.progress.step();
      return waited;
    }),
  );
  proxies[dependency].set('pass');
  await Promise.all(callers.map((caller) => recover(stage, name, caller)));
  return { callers, slowestMs: Math.max(...waits) };
}

/** The same call with the same key, as a client that was told to try again. */
async function recover(stage: Stage, name: string, caller: Caller): Promise<void> {
  let answer = '';
  const well = await becomes(
    async () => {
      answer = await patient(caller.repeat());
      return answer === 'served';
    },
    RECOVERY_MS,
    250,
  );
  if (!well) stage.broken(`${name}: ${caller.operation} is still answered with ${answer} when it is over`);
}

function patient(answer: Promise<string>): Promise<string> {
  const given = new Promise<string>((resolve) => setTimeout(() => resolve('no answer'), PATIENCE_MS).unref());
  return Promise.race([answer, given]);
}
