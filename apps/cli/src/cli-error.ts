/** A failure that is no bug; its message says in one line how to mend it. */
export class CliError extends Error {}

/** A failure that a child process has explained on standard error already. */
export class AlreadyTold extends CliError {}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Says why a command failed. A bug keeps its stack: somebody has to find it. */
export function report(error: unknown): void {
  if (error instanceof AlreadyTold) return;
  const isBug = error instanceof Error && error.constructor !== Error && !(error instanceof CliError);
  process.stderr.write(`${isBug ? (error.stack ?? error.message) : messageOf(error)}\n`);
}
