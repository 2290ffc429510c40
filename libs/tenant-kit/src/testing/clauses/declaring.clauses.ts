import { Problem } from '@comptoir/kernel';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { CONTRACT, isTenantKind } from '../../define-tenant-kind.js';
import type { Phase, PlanStep } from '../../plan.js';
import { ensure, ensureSame } from '../ensure.js';
import { Stage } from '../stage.js';
import type { Trial } from '../world.js';

const NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const PHASES: readonly Phase[] = ['start', 'pay', 'settle'];

/** The order in which the platform's own steps make sense. */
const ORDER: readonly PlanStep['does'][] = ['validate', 'hold', 'draft', 'collect', 'fulfil', 'notify'];

/** The manifest is one of this contract, and its definition was made by this copy of the kit. */
export async function manifestIsOfThisContract({ kind: { manifest, definition } }: Trial): Promise<void> {
  ensure(manifest.contract === CONTRACT, `the manifest is of contract ${manifest.contract}, this kit is ${CONTRACT}`);
  ensure(NAME.test(manifest.kind), `${manifest.kind} is no name for a kind: lower case, words joined by hyphens`);
  ensure(isTenantKind(definition), 'the definition was not made by defineTenantKind of this copy of the kit');
  const { capabilities } = manifest;
  ensure(new Set(capabilities).size === capabilities.length, 'the manifest names a capability twice');
}

/** What the manifest promises is what the definition does. */
export async function manifestAgreesWithDefinition(trial: Trial): Promise<void> {
  const { manifest, definition } = trial.kind;
  const does = (step: PlanStep['does']): boolean => definition.plan.some((planned) => planned.does === step);
  const offers = (capability: string): boolean => manifest.capabilities.includes(capability);
  ensureSame(offers('payment'), does('collect'), 'capability "payment" and a step that collects belong together');
  ensureSame(Boolean(definition.orderType), does('draft'), '"orderType" and a step that drafts belong together');
  await Stage.play(trial, async ({ port }) => {
    const ships = typeof port.shippingOptions === 'function';
    ensureSame(offers('shipping'), ships, 'capability "shipping" and shippingOptions() belong together');
  });
}

/** Phases and steps come in the order the engine runs them in; names are unique. */
export async function planIsWellFormed({ kind: { definition } }: Trial): Promise<void> {
  const { plan } = definition;
  const names = plan.map(({ name }) => name);
  ensure(plan[0]?.does === 'validate', 'the first step of a plan validates: it freezes the prices');
  ensure(new Set(names).size === names.length, `the plan names a step twice: ${names.join(', ')}`);
  ensure(
    names.every((name) => NAME.test(name)),
    `step names are lower case, joined by hyphens: ${names.join(', ')}`,
  );
  ensureAscending(
    plan.map(({ phase }) => PHASES.indexOf(phase)),
    'phases must come as start, pay, settle',
  );
  const steps = plan.map(({ does }) => ORDER.indexOf(does)).filter((at) => at >= 0);
  ensureAscending(steps, `platform steps must come as ${ORDER.join(', ')}`);
  ensure(new Set(steps).size === steps.length, 'a platform step belongs into a plan once');
  for (const { name, does, run } of plan)
    ensure((does === 'own') === Boolean(run), `${name}: own steps, and no others, run`);
}

/** Who takes money has an order before it and delivers after it. */
export async function moneyHasAnOrder({ kind: { definition } }: Trial): Promise<void> {
  const steps = new Set(definition.plan.map(({ does }) => does));
  if (!steps.has('collect')) return;
  ensure(steps.has('draft'), 'a plan that collects drafts an order first: money never arrives without one');
  ensure(steps.has('fulfil'), 'a plan that collects fulfils afterwards');
}

/** What it declares as problems are problems, each named once. */
export async function problemsAreProblems({ kind: { definition } }: Trial): Promise<void> {
  const { problems } = definition;
  ensure(new Set(problems).size === problems.length, 'a problem is declared twice');
  for (const { name, prototype } of problems) {
    ensure(prototype instanceof Problem, `${name} is among the problems and does not extend Problem`);
  }
}

/** The sample settings pass the kind's own rules, and a field that nobody knows does not. */
export async function settingsHaveRules({ kind: { definition }, world: { settings } }: Trial): Promise<void> {
  const faults = (given: object): string =>
    validateSync(plainToInstance(definition.settings, given), { whitelist: true, forbidNonWhitelisted: true }).join(
      '; ',
    );
  ensureSame(faults(settings), '', 'the sample settings break the rules of the settings class');
  ensure(faults({ ...settings, nobodyKnowsThis: 1 }) !== '', 'settings accept a field that nobody knows');
}

function ensureAscending(numbers: readonly number[], message: string): void {
  ensure(
    numbers.every((each, index) => each >= (numbers[index - 1] ?? 0)),
    message,
  );
}
