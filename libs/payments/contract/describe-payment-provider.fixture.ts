import { CLAUSES } from './clauses.fixture.js';
import type { PaymentStage } from './payment-stage.fixture.js';

/** Puts a provider to the proof of the whole contract, in a spec: one test per clause, all on one stage. */
export function describePaymentProvider(name: string, open: () => Promise<PaymentStage>): void {
  describe(`payment provider ${name}`, () => {
    let stage: PaymentStage | undefined;
    beforeAll(async () => {
      stage = await open();
    });
    afterAll(() => stage?.stop());

    it.each(Object.keys(CLAUSES))('%s', async (clause) => {
      await CLAUSES[clause]!(stage!);
    });
  });
}
