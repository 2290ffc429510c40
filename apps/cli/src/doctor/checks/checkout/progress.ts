import type { Progress, Run, Step } from '../../reading/checkout.js';

/** Every status there is, and whether it is an end. */
export const STATUSES: Readonly<Record<string, 'open' | 'end'>> = {
  pending: 'open',
  in_progress: 'open',
  payment_pending: 'open',
  failed: 'open',
  compensating: 'open',
  compensated: 'end',
  completed: 'end',
  handed_off: 'end',
  cancelled: 'end',
  expired: 'end',
};

/** Whether something that a step does outside the document is there. Between intent and outcome nobody knows. */
export type Presence = 'there' | 'perhaps' | 'absent';

/** The latest run of the checkout itself; other runs refund, cancel or return. */
export function ownRun({ runs }: Pick<Progress, 'runs'>): Run | null {
  return runs.findLast(({ definition }) => definition === 'checkout') ?? null;
}

export function unfinishedRun({ runs }: Pick<Progress, 'runs'>): Run | null {
  return runs.findLast(({ endedAt }) => endedAt === null) ?? null;
}

/** It waits for its buyer. */
export function waits({ status }: Pick<Progress, 'status'>): boolean {
  return status === 'pending' || status === 'payment_pending';
}

/** Nothing more happens to it by itself. */
export function isOver(checkout: Progress): boolean {
  return STATUSES[checkout.status] === 'end' && unfinishedRun(checkout) === null;
}

/** It is over, and nothing was bought. */
export function endedWithoutSale(checkout: Progress): boolean {
  return isOver(checkout) && checkout.status !== 'completed' && checkout.status !== 'handed_off';
}

/** Runs that leave goods and orders alone. */
const ONLY_MONEY: ReadonlySet<string> = new Set(['late-money', 'refund']);

/** After the sale something was taken back: stock and order are no longer what the checkout alone says. */
export function hasAfterSale({ runs }: Pick<Progress, 'runs'>): boolean {
  return runs.some(({ definition }) => definition !== 'checkout' && !ONLY_MONEY.has(definition));
}

export function stepOf(checkout: Progress, does: string): Step | null {
  return ownRun(checkout)?.steps.find((step) => step.does === does) ?? null;
}

/** The money is there, or none was to be paid. */
export function isSettled(checkout: Progress): boolean {
  return stepOf(checkout, 'collect')?.state === 'done';
}

/** Whether the effect of a step must be there. The intent is written before it and the outcome after it. */
export function effectOf(step: Step | null): Presence {
  if (!step) return 'absent';
  if (step.state === 'done') return 'there';
  if (step.state === 'undone') return 'absent';
  // Begun anew: the earlier attempt may have left something that this one takes over.
  if (step.state === 'ready') return step.attempt > 1 ? 'perhaps' : 'absent';
  return 'perhaps';
}

/** Whether the goods must be held for it. A sale ends the hold. */
export function heldBy(checkout: Progress): Presence {
  if (!ownRun(checkout)) return 'perhaps';
  const sale = stepOf(checkout, 'fulfil');
  const hold = effectOf(stepOf(checkout, 'hold'));
  if (effectOf(sale) === 'there') return 'absent';
  // A sale that was taken back has ended the hold already, although its step is undone only later.
  const unsold = sale === null || (effectOf(sale) === 'absent' && sale.state !== 'undone');
  return hold === 'there' && !unsold ? 'perhaps' : hold;
}

/** Whether the goods must be sold to it. */
export function soldTo(checkout: Progress): Presence {
  if (!ownRun(checkout)) return 'perhaps';
  const sold = effectOf(stepOf(checkout, 'fulfil'));
  return sold === 'there' && hasAfterSale(checkout) ? 'perhaps' : sold;
}
