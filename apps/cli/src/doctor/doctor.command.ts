import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf, report } from '../cli-error.js';
import type { Supervisor } from '../start/supervisor.js';
import { examine, type Verdict } from './examination.js';
import type { Finding } from './finding.js';
import { Progress } from './report/progress.js';
import { Words } from './report/words.js';
import { Notes, type Room } from './room.js';
import { allWards } from './wards/all-wards.js';
import { findDatabase, findProvider, type PlaceFlags } from './where/place.js';

export interface DoctorFlags extends PlaceFlags {
  readonly json?: boolean;
}

/** Exit codes. */
export const SOUND = 0;
export const FAULTS = 1;
export const COULD_NOT_LOOK = 2;

/** How much later a suspicious document is looked at again, milliseconds: a step of a checkout takes less. */
const SECOND_LOOK_MS = 1000;

/** Examines a database and prints what is wrong with it; answers the exit code. Writes nothing anywhere. */
export async function doctorCommand(
  flags: DoctorFlags,
  env: NodeJS.ProcessEnv,
  supervisor: Supervisor,
): Promise<number> {
  try {
    const verdict = await look(flags, env, supervisor);
    supervisor.sayLast(lastLine(verdict.faults > 0 ? 'faults' : 'ok', verdict));
    return verdict.faults > 0 ? FAULTS : SOUND;
  } catch (error) {
    report(error);
    supervisor.sayLast(lastLine('blind', { checked: {}, faults: 0, unsettled: 0 }, messageOf(error)));
    return COULD_NOT_LOOK;
  }
}

async function look(flags: DoctorFlags, env: NodeJS.ProcessEnv, supervisor: Supervisor): Promise<Verdict> {
  const desk = findProvider(flags, env);
  const { look: database, awake } = await findDatabase(flags, env, supervisor);
  const progress = new Progress();
  const words = new Words();
  const found = flags.json ? printJson : (finding: Finding) => words.add(finding);
  const begun = Date.now();
  try {
    await database.mustHold(flags.tenant ?? null);
    const room: Room = { look: database, now: () => new Date(), awake, desk, notes: new Notes() };
    const listener = {
      begun: (total: number) => progress.begun(total),
      entered: (ward: string) => progress.entered(ward),
      looked: (count: number) => progress.looked(count),
      found,
    };
    const verdict = await examine(await allWards(room), () => sleep(SECOND_LOOK_MS), listener);
    progress.stop();
    if (!flags.json) console.log(words.tell(verdict, (Date.now() - begun) / 1000));
    if (!flags.json && !awake) console.log('Nothing runs on this folder, so nothing counts as late.');
    return verdict;
  } finally {
    progress.stop();
    await database.close();
  }
}

function printJson(finding: Finding): void {
  console.log(JSON.stringify(finding));
}

function lastLine(doctor: 'ok' | 'faults' | 'blind', verdict: Verdict, reason?: string): string {
  const { checked, faults, unsettled } = verdict;
  return JSON.stringify({ doctor, checked, faults, unsettled, ...(reason === undefined ? {} : { reason }) });
}
