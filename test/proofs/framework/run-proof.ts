import { Cleanup } from './cleanup.js';
import { Progress } from './progress.js';
import type { Figures, Proof, Stage } from './proof.js';
import { Random } from './random.js';
import { World, type WorldOptions } from './world.js';

/** Lines about what broke that are shown; the rest is counted. */
const SHOWN = 20;
const INTERRUPTED = 130;
const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export interface RunOptions {
  readonly quick: boolean;
  readonly seed: number;
  readonly options: Readonly<Record<string, string | undefined>>;
}

/** Runs one proof, cleans up after it, prints its line. True when the guarantee held. */
export async function runProof(proof: Proof, { quick, seed, options }: RunOptions): Promise<boolean> {
  const progress = new Progress();
  const cleanup = new Cleanup();
  const broken: string[] = [];
  const worlds: World[] = [];
  const begun = Date.now();
  const stage: Stage = {
    quick,
    random: new Random(seed),
    progress,
    cleanup,
    options,
    broken: (line) => {
      if (broken.push(line) <= SHOWN) progress.say(`BROKEN: ${line}`);
    },
    world: async (wanted?: WorldOptions) => {
      const world = await World.open(cleanup, wanted);
      worlds.push(world);
      return world;
    },
  };
  progress.say(`${proof.name}: ${proof.claim} (seed ${seed}${quick ? ', quick' : ''})`);
  const stopListening = endOnSignal(cleanup, progress);
  let figures: Figures = {};
  try {
    figures = { ...(await proof.run(stage)), ...(await examine(worlds, stage)) };
  } catch (error) {
    stage.broken(`The proof could not be brought to its end: ${textOf(error)}`);
  }
  progress.end();
  await cleanup.run().catch((error: unknown) => stage.broken(textOf(error)));
  stopListening();
  const ok = broken.length === 0;
  const seconds = Math.round((Date.now() - begun) / 1000);
  const faults = ok ? {} : { faults: broken.length, broken: broken.slice(0, SHOWN) };
  process.stdout.write(`${JSON.stringify({ proof: proof.name, ok, seed, quick, ...figures, seconds, ...faults })}\n`);
  return ok;
}

async function examine(worlds: readonly World[], stage: Stage): Promise<Figures> {
  let doctor = 'none needed';
  for (const world of worlds) {
    const { verdict, says } = await world.doctor();
    if (verdict === 'ill') stage.broken(`comptoir doctor found faults: ${says}`);
    if (doctor !== 'ill') doctor = verdict;
  }
  return { doctor };
}

function endOnSignal(cleanup: Cleanup, progress: Progress): () => void {
  const end = (): void => {
    progress.end();
    void cleanup.run().finally(() => process.exit(INTERRUPTED));
  };
  for (const signal of STOP_SIGNALS) process.on(signal, end);
  return () => {
    for (const signal of STOP_SIGNALS) process.off(signal, end);
  };
}

function textOf(error: unknown): string {
  if (error instanceof AggregateError) return `${error.message}: ${error.errors.map(textOf).join('; ')}`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
