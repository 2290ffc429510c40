import { ENDS, MATRIX, type Cell, type EndName, type Impossible, type Outcome, type Rail } from './matrix.js';
import { OUTCOMES } from './outcomes.js';
import { Purchase } from './purchase.js';
import { Shop } from './shop.js';
import { Street } from './street.js';
import { TurnedAway } from './ways/way-to-pay.js';

/** One column of the matrix: every outcome on one rail, with the money on the platform's account or on the seller's own. */
export function describeColumn(rail: Rail, account: string | null = null): void {
  describe(`a payment by ${rail}${account ? ' in the seller’s own account' : ''}`, () => {
    let street: Street;
    let shop: Shop;
    let purchase: Purchase;

    beforeAll(async () => {
      street = await Street.open();
      shop = await Shop.open(street, rail, account);
    });
    afterAll(() => street?.close());
    beforeEach(async () => {
      purchase = await Purchase.begin(shop);
    });
    afterEach(async () => {
      street.product.stripe.faults.clear();
      await purchase.over();
    });

    const refused = new Set<Impossible>();
    for (const outcome of Object.keys(MATRIX) as Outcome[]) {
      const cell: Cell = MATRIX[outcome][rail];
      if (typeof cell === 'string') {
        it(`that is ${outcome} ends ${cell}`, async () => {
          await OUTCOMES[outcome](purchase);
          await stands(cell);
        });
        continue;
      }
      const { stays } = cell;
      // Outcomes that are impossible for one reason begin with the same step, which is refused.
      if (!stays || refused.has(cell)) continue;
      refused.add(cell);
      it(`cannot be ${outcome}, and stays ${stays}`, async () => {
        await expect(OUTCOMES[outcome](purchase)).rejects.toThrow(TurnedAway);
        await stands(stays);
      });
    }

    /** As everybody sees it, once all that there was to tell was told; doctor has nothing to say. */
    async function stands(end: EndName): Promise<void> {
      await purchase.reaches(end);
      await street.heard(account);
      expect(await street.findings()).toEqual([]);
      expect(await purchase.end()).toEqual(ENDS[end]);
    }
  });
}
