import { appendFileSync } from 'node:fs';

/** Whether `npm run judges` runs this, or `npm test`, which has a few seconds only. */
export const isFullSize = process.env.JUDGES_SIZE === 'full';

/** A size that depends on who runs it. */
export function sized(full: number, quick: number): number {
  return isFullSize ? full : quick;
}

/** Tells `npm run judges` how many cases one test stood for. */
export function reportCases(ok: number, failed: number): void {
  const path = process.env.JUDGES_COUNTS;
  if (path) appendFileSync(path, `${JSON.stringify({ ok, failed })}\n`);
}

/** A line of progress, in `npm run judges` alone. */
export function progress(line: string): void {
  if (isFullSize) process.stderr.write(`    ${line}\n`);
}

/** Tells `npm run judges` why a judge did not judge. */
export function reportSkipped(reason: string): void {
  const path = process.env.JUDGES_COUNTS;
  if (path) appendFileSync(path, `${JSON.stringify({ ok: 0, failed: 0, skipped: reason })}\n`);
  else process.stderr.write(`${reason}\n`);
}
