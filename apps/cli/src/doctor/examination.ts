import type { Finding } from './finding.js';
import { SecondLook } from './second-look.js';
import type { Ward } from './ward.js';

/** What an examination came to. */
export interface Verdict {
  readonly faults: number;
  /** How many were looked at, by what they are. */
  readonly checked: Readonly<Record<string, number>>;
  /** Documents that changed at every look, so that nothing can be said of them. */
  readonly unsettled: number;
}

/** Who is told while it runs. */
export interface Listener {
  /** About how much there is to look at. */
  begun(total: number): void;
  entered(ward: string): void;
  looked(count: number): void;
  found(finding: Finding): void;
}

/** Goes through every ward once, and a second time to whatever looks wrong. Keeps nothing but counts. */
export async function examine(
  wards: readonly Ward[],
  pause: () => Promise<void>,
  listener: Listener,
): Promise<Verdict> {
  const expected = await Promise.all(wards.map((ward) => ward.expected()));
  listener.begun(expected.reduce((sum, count) => sum + count, 0));
  const checked: Record<string, number> = {};
  let faults = 0;
  let unsettled = 0;
  for (const ward of wards) {
    listener.entered(ward.name);
    const secondLook = new SecondLook(ward, pause, (finding) => {
      faults += 1;
      listener.found(finding);
    });
    let count = 0;
    for await (const { looked, findings } of ward.first()) {
      count += looked;
      listener.looked(looked);
      await secondLook.take(findings);
    }
    await secondLook.settle();
    unsettled += secondLook.unsettled;
    checked[ward.name] = count;
  }
  return { faults, checked, unsettled };
}
