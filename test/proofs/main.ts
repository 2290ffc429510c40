import { randomInt } from 'node:crypto';
import { Command, InvalidArgumentError, Option } from 'commander';
import { PROOFS } from './catalogue.js';
import type { Proof } from './framework/proof.js';

interface Flags {
  readonly quick?: boolean;
  readonly seed?: number;
}

/** `npm run prove`: lists the proofs, runs one, or all. Without `--` before it npm takes `--quick` for its own. */
async function main(): Promise<void> {
  const program = new Command('prove')
    .description('Runs the proofs of docs/guarantees.md on the built gateway; exits 1 when one is broken.')
    .action(list);
  for (const proof of PROOFS) {
    const command = withFlags(program.command(proof.name).description(`${proof.claim}. Full size: ${proof.fullSize}`));
    for (const { flags, description } of proof.options ?? []) command.option(flags, description);
    command.action((flags: Flags) => run([proof], flags));
  }
  withFlags(program.command('all').description('one after the other')).action((flags: Flags) => run(PROOFS, flags));
  await program.parseAsync();
}

function withFlags(command: Command): Command {
  return command
    .addOption(new Option('--quick', 'seconds instead of minutes').env('npm_config_quick'))
    .addOption(new Option('--seed <n>', 'run again what ran with this seed').argParser(seedOf));
}

function seedOf(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It must be a whole number below 1,000,000,000.');
  return Number(text);
}

function list(): void {
  const width = Math.max(...PROOFS.map(({ name }) => name.length));
  for (const { name, claim, fullSize } of PROOFS)
    console.log(`${name.padEnd(width)}  ${claim}. Full size: ${fullSize}`);
  console.log(
    '\nnpm run prove <name>, or all; -- --quick for seconds instead of minutes, -- --seed N to repeat a run.',
  );
}

async function run(proofs: readonly Proof[], flags: Flags): Promise<void> {
  const { quick = false, seed = randomInt(1_000_000_000), ...options } = flags;
  const { runProof } = await import('./framework/run-proof.js');
  let held = true;
  for (const proof of proofs) held = (await runProof(proof, { quick, seed, options })) && held;
  // What a broken proof left running must not keep this process.
  process.exit(held ? 0 : 1);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
});
