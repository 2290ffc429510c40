import { platformStep } from '@comptoir/tenant-kit';
import { seatsWith } from './broken-kind.js';

const [VALIDATE, HOLD, DRAFT, COLLECT, FULFIL] = [
  platformStep('validate', 'check'),
  platformStep('hold', 'hold'),
  platformStep('draft', 'write'),
  platformStep('collect', 'collect'),
  platformStep('fulfil', 'deliver'),
];

class NotAProblem {}

/** Kinds whose manifest or definition is wrong. */
export const DECLARED_WRONG = [
  seatsWith('manifestIsOfThisContract', 'is built for contract 2', {}, { manifest: { contract: 2 } }),
  seatsWith('manifestIsOfThisContract', 'has no proper name', {}, { manifest: { kind: 'Seats & more' } }),
  seatsWith('manifestAgreesWithDefinition', 'collects without the capability', {}, { manifest: { capabilities: [] } }),
  seatsWith('manifestAgreesWithDefinition', 'drafts orders without a type', { orderType: undefined }),
  seatsWith(
    'manifestAgreesWithDefinition',
    'promises shipping it cannot do',
    {},
    { manifest: { capabilities: ['payment', 'shipping'] } },
  ),
  seatsWith('planIsWellFormed', 'collects before it holds', { plan: [VALIDATE, COLLECT, HOLD, DRAFT, FULFIL] }),
  seatsWith('planIsWellFormed', 'collects before there is an order', {
    plan: [VALIDATE, HOLD, COLLECT, DRAFT, FULFIL],
  }),
  seatsWith('planIsWellFormed', 'names a step twice', { plan: [VALIDATE, platformStep('hold', 'check'), DRAFT] }),
  seatsWith('planIsWellFormed', 'never validates', { plan: [HOLD, DRAFT, COLLECT, FULFIL] }),
  seatsWith('moneyHasAnOrder', 'takes money without an order', { plan: [VALIDATE, HOLD, COLLECT, FULFIL] }),
  seatsWith('moneyHasAnOrder', 'takes money and delivers nothing', { plan: [VALIDATE, HOLD, DRAFT, COLLECT] }),
  seatsWith('problemsAreProblems', 'declares any class as problem', { problems: [NotAProblem as never] }),
  seatsWith('settingsHaveRules', 'has a sample that breaks its own rules', {}, { settings: { shows: 'all of them' } }),
];
