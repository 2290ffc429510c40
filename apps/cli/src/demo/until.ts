import { setTimeout as pause } from 'node:timers/promises';
import { DemoFailure } from './expect.js';

const DEADLINE_MS = 15_000;
const STEP_MS = 50;

/** Asks again and again until the answer fits; what was waited for is named when it never does. */
export async function until<T>(what: string, ask: () => Promise<T>, fits: (answer: T) => boolean): Promise<T> {
  const deadline = Date.now() + DEADLINE_MS;
  for (;;) {
    const answer = await ask();
    if (fits(answer)) return answer;
    if (Date.now() > deadline) throw new DemoFailure(what, `within ${DEADLINE_MS / 1000} s`, answer);
    await pause(STEP_MS);
  }
}
