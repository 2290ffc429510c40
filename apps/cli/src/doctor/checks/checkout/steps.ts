import { findingsIn, when, type Finding } from '../../finding.js';
import type { Checkout, Run, Step } from '../../reading/checkout.js';

const finding = findingsIn('checkouts');

const STATES: ReadonlySet<string> = new Set(['ready', 'started', 'waiting', 'done', 'undoing', 'undone']);

/** Steps that leave something outside the document, so that undoing a run means undoing them. */
const LEAVES_SOMETHING: ReadonlySet<string> = new Set(['hold', 'draft', 'collect', 'fulfil']);

/** What a checkout remembers: ten runs, and its own latest and unfinished ones beside them. */
const MOST_RUNS = 12;
const MOST_SESSIONS = 20;

export function impossibleSteps(checkout: Checkout): Finding[] {
  return checkout.runs.flatMap((run, at) => {
    const why = impossible(run);
    return when(why !== null, () =>
      finding(checkout, 'RUN_STEP_IMPOSSIBLE', `Run ${at + 1} (${run.definition}): ${why}.`, { run: at + 1, why }),
    );
  });
}

function impossible(run: Run): string | null {
  const unknown = run.steps.find(({ state, attempt }) => !STATES.has(state) || !(attempt >= 1));
  if (unknown) return `step ${unknown.name} is in the state "${unknown.state}", attempt ${unknown.attempt}`;
  const names = run.steps.map(({ name }) => name);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice) return `step ${twice} is there twice`;
  return run.direction === 'undo' ? impossibleUndo(run) : impossibleForward(run);
}

/** Done steps, then one at work at most, then steps that are still to come. */
function impossibleForward({ steps, endedAt }: Run): string | null {
  const pivot = steps.findIndex(({ state }) => state !== 'done');
  if (pivot < 0) return null;
  const first = steps[pivot];
  if (endedAt && first) return `it has ended, but step ${first.name} is ${first.state}`;
  const early = steps.slice(pivot + 1).find(({ state }) => state !== 'ready' && state !== 'undone');
  if (early && first) return `step ${early.name} is ${early.state} although ${first.name} before it is ${first.state}`;
  return first?.state === 'undoing' ? `step ${first.name} is being undone in a run that goes forward` : null;
}

function impossibleUndo({ steps, endedAt }: Run): string | null {
  const left = steps.find(leavesSomething);
  return endedAt && left ? `it has ended, but step ${left.name} is ${left.state} instead of undone` : null;
}

function leavesSomething({ does, state, attempt }: Step): boolean {
  if (!LEAVES_SOMETHING.has(does) || state === 'undone') return false;
  return state !== 'ready' || attempt > 1;
}

export function longHistory(checkout: Checkout): Finding[] {
  const [runs, sessions] = [checkout.runs.length, checkout.sessions.length];
  return when(runs > MOST_RUNS || sessions > MOST_SESSIONS, () => {
    const says = `It remembers ${runs} runs (${MOST_RUNS} at most) and ${sessions} sessions (${MOST_SESSIONS} at most).`;
    return finding(checkout, 'HISTORY_TOO_LONG', says, { runs, sessions });
  });
}
