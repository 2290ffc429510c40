import type { AgendaRecord } from './tables.js';
import type { World } from './world.js';
import { internalScope } from './world.js';
import type { Scope } from './world.js';

/** The longest one timer may run; Node's own limit is 2^31-1 ms. */
const LONGEST_TIMER_MS = 3_600_000;

/** Puts work on the agenda: `id` is the session or intent it is about. */
export function schedule(scope: Scope, id: string, kind: AgendaRecord['kind'], dueMs: number): void {
  scope.world.store.put('agenda', scope.account, id, { kind, dueMs });
  scope.world.signals.earliestDueMs = Math.min(scope.world.signals.earliestDueMs, dueMs);
}

/** Takes work off the agenda. */
export function unschedule(scope: Scope, id: string): void {
  scope.world.store.delete('agenda', scope.account, id);
}

/** Does what the agenda says when its time has come. */
export interface Scheduler {
  /** Runs everything due; called after the clock moved. */
  runDue(): void;
  /** Looks at the signals of the last transaction. */
  rearm(): void;
  stop(): void;
}

/** One timer, set to the earliest known due moment. */
export function createScheduler(
  world: World,
  work: (scope: Scope, id: string, kind: AgendaRecord['kind']) => void,
  onError: (error: unknown) => void,
): Scheduler {
  let timer: NodeJS.Timeout | undefined;
  let armedMs = Infinity;

  function arm(dueMs: number): void {
    clearTimeout(timer);
    armedMs = dueMs;
    if (dueMs === Infinity) return;
    // At least a millisecond: an injected clock that stands still must not spin the event loop.
    const delay = Math.min(Math.max(dueMs - world.clock.nowMs(), 1), LONGEST_TIMER_MS);
    timer = setTimeout(runDue, delay);
    timer.unref();
  }

  function runDue(): void {
    const due = [...world.store.everywhere('agenda')].filter(({ row }) => row.dueMs <= world.clock.nowMs());
    for (const { account, id, row } of due.toSorted((a, b) => a.row.dueMs - b.row.dueMs)) {
      // Off the agenda first: work that fails is reported once instead of being tried for ever.
      world.store.delete('agenda', account, id);
      try {
        world.store.transaction(() => work(internalScope(world, account), id, row.kind));
      } catch (error) {
        onError(error);
      }
    }
    let next = Infinity;
    for (const { row } of world.store.everywhere('agenda')) next = Math.min(next, row.dueMs);
    arm(next);
  }

  return {
    runDue,
    rearm() {
      const earliest = world.signals.earliestDueMs;
      world.signals.earliestDueMs = Infinity;
      if (earliest < armedMs) arm(earliest);
    },
    stop: () => clearTimeout(timer),
  };
}
