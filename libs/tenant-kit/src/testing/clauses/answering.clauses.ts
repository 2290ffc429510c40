import type { CheckoutSnapshot } from '../../ports/checkout.port.js';
import { CheckoutStatus } from '../../types/checkout-status.js';
import * as actions from '../../types/next-action.js';
import { ensure, ensureSame } from '../ensure.js';
import { Stage } from '../stage.js';
import type { Trial } from '../world.js';

/** Fields of every checkout: the platform's, never a kind's. */
const PLATFORM_FIELDS = [
  ...['id', 'tenantId', 'kind', 'status', 'terminal', 'stale', 'nextPollAfterMs', 'lines', 'totals', 'email'],
  ...['shippingAddress', 'shippingOption', 'nextAction', 'steps', 'currentStep', 'completedSteps', 'failure'],
  ...['paymentSession', 'order', 'expiresAt', 'createdAt', 'updatedAt'],
];

/** describe() answers in every status, before and after pricing; it reads nothing and changes nothing. */
export function describesEveryStatus(trial: Trial): Promise<void> {
  return inEveryStatus(trial, (snapshot, { port }) => {
    const described: unknown = port.describe(snapshot);
    ensure(isAnswer(described), `describe() of a ${snapshot.status} checkout answers no fields`);
    ensureSame(port.describe(snapshot), described, 'describe() answers differently the second time');
    const taken = Object.keys(described).filter((field) => PLATFORM_FIELDS.includes(field));
    ensure(taken.length === 0, `describe() answers ${taken.join(', ')}, which the platform says itself`);
  });
}

/** nextAction() answers in every status, before and after pricing: an action of the kit, or null. */
export function knowsWhatComesNext(trial: Trial): Promise<void> {
  return inEveryStatus(trial, (snapshot, { port }) => {
    const action = port.nextAction?.(snapshot) ?? null;
    if (action === null) return;
    const isAction = Object.entries(actions).some(
      ([name, type]) => name === action.constructor.name && isClassOf(type, action),
    );
    ensure(isAction, `nextAction() of a ${snapshot.status} checkout answers something that is no action of the kit`);
    ensure(action.hint.length > 0, `nextAction() of a ${snapshot.status} checkout has no hint`);
  });
}

async function inEveryStatus(trial: Trial, ask: (snapshot: CheckoutSnapshot, stage: Stage) => void): Promise<void> {
  await Stage.play(trial, async (stage) => {
    const priced = await stage.checkout();
    const before = await stage.state();
    for (const status of Object.values(CheckoutStatus)) {
      ask(priced.with({ status }).snapshot, stage);
      // A checkout is read also while its first step is still to come.
      if (BEFORE_PRICING.has(status)) ask(priced.with({ status, pricing: null }).snapshot, stage);
    }
    ensureSame(await stage.state(), before, 'describing a checkout changed something');
  });
}

const BEFORE_PRICING: ReadonlySet<CheckoutStatus> = new Set([
  CheckoutStatus.pending,
  CheckoutStatus.in_progress,
  CheckoutStatus.failed,
  CheckoutStatus.compensating,
  CheckoutStatus.compensated,
  CheckoutStatus.cancelled,
  CheckoutStatus.expired,
]);

function isAnswer(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !(value instanceof Promise);
}

function isClassOf(type: unknown, action: object): boolean {
  return typeof type === 'function' && action instanceof type;
}
