import type { Trial } from '../world.js';
import * as answering from './answering.clauses.js';
import * as crashing from './crashing.clauses.js';
import * as declaring from './declaring.clauses.js';
import * as racing from './racing.clauses.js';
import * as repeating from './repeating.clauses.js';
import * as starting from './starting.clauses.js';
import * as tenancy from './tenancy.clauses.js';
import * as undoing from './undoing.clauses.js';

/** One clause of the contract: resolves when the kind keeps it, and says what is wrong when it does not. */
export type Clause = (trial: Trial) => Promise<void>;

/** Every clause of contract 1, by what it is about. A clause can be run alone, without a test runner. */
export const CLAUSES = {
  'says what it is': declaring,
  starts: starting,
  'does nothing twice': repeating,
  'survives a replay': crashing,
  'undoes what it did': undoing,
  'keeps tenants apart': tenancy,
  'sells the last one once': racing,
  'answers in every state': answering,
} as const satisfies Readonly<Record<string, Readonly<Record<string, Clause>>>>;
