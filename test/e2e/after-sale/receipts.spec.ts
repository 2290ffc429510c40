import { join } from 'node:path';
import { Config } from '#platform';
import { startProduct, type Product } from '../../setup/product.js';
import { until } from '../../setup/shopping.js';

const DEAD = '{ deadDeliveries(tenantId: "alpha") { nodes { id endpoint checkoutId event } } }';
const REPLAY = `mutation ($id: ID!) { replayDelivery(tenantId: "alpha", deliveryId: $id) {
  __typename ... on Problem { code } } }`;

const HOUR_MS = 3_600_000;

describe('a receipt that cannot be sent', () => {
  let product: Product;
  let config: Config;
  let mailDir: string;

  beforeAll(async () => {
    product = await startProduct();
    config = product.gateway.app.get(Config);
    mailDir = config.MAIL_DIR!;
  });
  afterAll(() => product.stop());

  const breakMail = () => (config.MAIL_DIR = join('package.json', 'no-folder'));
  const mendMail = () => (config.MAIL_DIR = mailDir);

  const bought = async () => (await product.guest()).bought({ PATTERN: 1 });
  const dead = async () => (await (await product.seller()).ask(DEAD)).nodes;

  it('keeps no paid checkout waiting, and is sent once when mail works again [SG-10]', async () => {
    breakMail();
    const id = await bought();
    mendMail();
    product.clock.advance(HOUR_MS);
    expect(await product.receipts(id)).toHaveLength(1);
    expect(await dead()).toEqual([]);
  });

  it('is set aside after a day of tries, seen by the seller, and sent by one call [SG-10, AD-5]', async () => {
    breakMail();
    const id = await bought();
    const [item] = await until(
      () => {
        product.clock.advance(2 * HOUR_MS);
        return dead();
      },
      (nodes) => nodes.length > 0,
      'a dead delivery',
    );
    expect(item).toMatchObject({ checkoutId: id, endpoint: 'confirmation-mail', event: 'checkout.confirmed' });
    mendMail();
    expect(await (await product.seller()).ask(REPLAY, { id: item.id })).toEqual({
      __typename: 'ReplayDeliverySucceeded',
    });
    expect(await product.receipts(id)).toHaveLength(1);
    expect(await (await product.seller()).ask(REPLAY, { id: item.id })).toMatchObject({ code: 'NOT_FOUND' });
  });
});
