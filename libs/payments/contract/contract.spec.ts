import { BROKEN } from './broken-providers.fixture.js';
import { CLAUSES } from './clauses.fixture.js';
import { describePaymentProvider } from './describe-payment-provider.fixture.js';
import { FakeProvider } from './fake-provider.fixture.js';
import { fakeStage } from './fake-stage.fixture.js';

describePaymentProvider('fake', async () => fakeStage(new FakeProvider()));

describe('the contract suite of payment providers', () => {
  it.each(BROKEN.map((broken) => [broken.mistake, broken.clause, broken] as const))(
    'notices a provider that %s: %s',
    async (_mistake, clause, { make }) => {
      await expect(CLAUSES[clause]!(fakeStage(make()))).rejects.toThrow(Error);
    },
  );

  it('has a broken provider for each of its clauses', () => {
    const broken = new Set(BROKEN.map(({ clause }) => clause));
    expect(Object.keys(CLAUSES).filter((clause) => !broken.has(clause))).toEqual([]);
  });

  it('knows each clause that a broken provider is there for', () => {
    expect(BROKEN.filter(({ clause }) => !(clause in CLAUSES))).toEqual([]);
  });
});
