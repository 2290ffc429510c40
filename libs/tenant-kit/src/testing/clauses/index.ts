import type { Trial } from '../world.js';
import {
  manifestIsOfThisContract,
  manifestAgreesWithDefinition,
  planIsWellFormed,
  moneyHasAnOrder,
  problemsAreProblems,
  settingsHaveRules,
} from './declaring.clauses.js';
import {
  opensWhatCanBeHad,
  looksWithoutTouching,
  addsUpInMinorUnits,
  refusesOtherKinds,
  refusesWhatIsGone,
} from './starting.clauses.js';
import { holdsOnce, holdsOnceAtTheSameTime, livesOnce, answersTheSame } from './repeating.clauses.js';
import {
  finishesAHold,
  undoesHalfAHold,
  finishesARelease,
  undoesHalfASale,
  finishesEveryStep,
} from './crashing.clauses.js';
import {
  givesBackWhatItHeld,
  givesBackOnce,
  leavesOthersAlone,
  holdsAgain,
  takesBackTheSale,
} from './undoing.clauses.js';
import { touchesItsTenantAlone, holdsAtEachTenant, hidesAnotherTenantsSubject } from './tenancy.clauses.js';
import { sellsTheLastOnce, sellsTheLastOnceAtTheSameTime } from './racing.clauses.js';
import { describesEveryStatus, knowsWhatComesNext } from './answering.clauses.js';

/** One clause of the contract: resolves when the kind keeps it, and says what is wrong when it does not. */
export type Clause = (trial: Trial) => Promise<void>;

/** Every clause of contract 1, by what it is about. A clause can be run alone, without a test runner. */
export const CLAUSES = {
  'says what it is': {
    manifestIsOfThisContract,
    manifestAgreesWithDefinition,
    planIsWellFormed,
    moneyHasAnOrder,
    problemsAreProblems,
    settingsHaveRules,
  },
  starts: { opensWhatCanBeHad, looksWithoutTouching, addsUpInMinorUnits, refusesOtherKinds, refusesWhatIsGone },
  'does nothing twice': { holdsOnce, holdsOnceAtTheSameTime, livesOnce, answersTheSame },
  'survives a replay': { finishesAHold, undoesHalfAHold, finishesARelease, undoesHalfASale, finishesEveryStep },
  'undoes what it did': { givesBackWhatItHeld, givesBackOnce, leavesOthersAlone, holdsAgain, takesBackTheSale },
  'keeps tenants apart': { touchesItsTenantAlone, holdsAtEachTenant, hidesAnotherTenantsSubject },
  'sells the last one once': { sellsTheLastOnce, sellsTheLastOnceAtTheSameTime },
  'answers in every state': { describesEveryStatus, knowsWhatComesNext },
} as const satisfies Readonly<Record<string, Readonly<Record<string, Clause>>>>;
