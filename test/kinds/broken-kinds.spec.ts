import { CLAUSES, ClauseBroken, type Clause } from '@comptoir/tenant-kit/testing';
import { DECLARED_WRONG } from './broken/declared-wrong.js';
import { REPEATED_WRONG } from './broken/repeated-wrong.js';
import { SHARED_WRONG } from './broken/shared-wrong.js';
import { STARTED_WRONG } from './broken/started-wrong.js';
import { kindOf, WORLDS } from './worlds.js';

const BROKEN = [...DECLARED_WRONG, ...STARTED_WRONG, ...REPEATED_WRONG, ...SHARED_WRONG];
const clauses: Record<string, Clause> = Object.assign({}, ...Object.values(CLAUSES));

/** Plain errors of a broken kind fail a clause as well as a finding of the suite. */
const OWN_ERRORS = /unexpected status|Cannot read properties of null|no seats/;

describe('the contract suite', () => {
  it.each(BROKEN.map((broken) => [broken.clause, broken.mistake, broken] as const))(
    '%s: notices a kind that %s',
    async (name, _mistake, { trial }) => {
      const failure: unknown = await clauses[name]!(trial).then(
        () => 'the clause was kept',
        (error: unknown) => error,
      );
      expect(failure).toBeInstanceOf(Error);
      const { message } = failure as Error;
      expect([message, failure instanceof ClauseBroken || OWN_ERRORS.test(message)]).toEqual([message, true]);
    },
  );

  it('has a broken kind for each of its clauses', () => {
    const broken = new Set(BROKEN.map(({ clause }) => clause));
    expect(Object.keys(clauses).filter((name) => !broken.has(name))).toEqual([]);
  });

  it('finds nothing wrong with the same kind when nothing is wrong', async () => {
    const name = '@comptoir/fixture-kind-seats';
    for (const clause of Object.values(clauses)) await clause({ kind: kindOf(name), world: WORLDS[name]! });
  });
});
