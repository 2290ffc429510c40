import type { Cleanup } from './cleanup.js';
import type { Progress } from './progress.js';
import type { Random } from './random.js';
import type { World, WorldOptions } from './world.js';

/** Plain facts of one run, printed as one line of JSON. */
export type Figures = Readonly<Record<string, unknown>>;

/** A setting that only one proof has. Its value is text; `stage.options` carries it under the long name. */
export interface ProofOption {
  /** As commander takes it, such as `--kind <name>`. */
  readonly flags: string;
  readonly description: string;
}

/** A runnable demonstration of one guarantee. */
export interface Proof {
  readonly name: string;
  /** What it shows, one sentence without full stop. */
  readonly claim: string;
  /** What a full run does, such as `500 kills`. */
  readonly fullSize: string;
  readonly options?: readonly ProofOption[];
  /** Tries to break the guarantee. What broke is told to `stage.broken`; figures are for the last line. */
  run(stage: Stage): Promise<Figures>;
}

/** What a proof runs on. */
export interface Stage {
  /** Seconds instead of minutes: for `npm test`. */
  readonly quick: boolean;
  /** Everything that is left to chance comes from here, so that `--seed` runs it again. */
  readonly random: Random;
  readonly progress: Progress;
  /** Stops, kills and removes whatever was registered, whatever happens, Ctrl-C included. */
  readonly cleanup: Cleanup;
  readonly options: Readonly<Record<string, string | undefined>>;
  /** A database and a provider to run gateways on; `comptoir doctor` examines it when the proof is over. */
  world(options?: WorldOptions): Promise<World>;
  /** Says what broke, with the ids that somebody needs to find it. The proof may go on and find more. */
  broken(line: string): void;
}
