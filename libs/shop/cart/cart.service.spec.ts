import { family, freshTenant, startShop, variant, type ShopUnderTest } from '../shop.fixture.js';
import { CARTS_COLLECTION } from './cart.collection.js';

const OWNER = 'guest_1';
const paris = { name: 'Ada', line1: '1 rue', city: 'Paris', postalCode: '75001', country: 'FR' };
const times = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));
const problem = (code: string, fields: object = {}) => expect.objectContaining({ code, ...fields });

describe('CartService', () => {
  let shop: ShopUnderTest;

  beforeAll(async () => {
    shop = await startShop();
  });
  afterAll(() => shop.stop());

  const families = [
    family('mug', { title: 'Mug', variants: [variant('MUG', { price: 1200, stock: 5 })] }),
    family('guide', { variants: [variant('GUIDE', { price: 500, stock: null, requiresShipping: false })] }),
    ...times(6, (i) => family(`cup-${i}`, { variants: [variant(`CUP-${i}`, { price: 10_000 })] })),
  ];
  const begin = async (changes: Parameters<typeof freshTenant>[0] = {}) => {
    const tenant = freshTenant(changes);
    await shop.catalog.importFamilies(tenant, families, 'EUR');
    return { tenant, cartId: (await shop.carts.create(tenant, OWNER)).id };
  };
  type Begun = Awaited<ReturnType<typeof begin>>;
  const add = ({ tenant, cartId }: Begun, sku: string, quantity = 1, owner = OWNER) =>
    shop.carts.add(tenant, owner, { cartId, sku, quantity });
  const reprice = ({ tenant }: Begun, price: number) =>
    shop.catalog.importFamilies(
      tenant,
      [family('mug', { title: 'Mug', variants: [variant('MUG', { price })] })],
      'EUR',
    );

  describe('what a cart shows', () => {
    it('has one line per SKU, with totals, stock and what is needed for delivery', async () => {
      const begun = await begin();
      await add(begun, 'MUG', 2);
      await add(begun, 'GUIDE', 1);
      const cart = await add(begun, 'MUG', 1);
      expect(cart.lines).toMatchObject([
        { sku: 'MUG', productId: 'mug', title: 'Mug', quantity: 3, unitPrice: 1200, total: 3600, available: 5 },
        { sku: 'GUIDE', quantity: 1, unitPrice: 500, total: 500, available: null },
      ]);
      expect(cart).toMatchObject({
        ...{ subtotal: 4100, currency: 'EUR', itemCount: 4, purchasable: true, requiresShipping: true },
        ...{ shippingAddress: null, deliveryEligible: null, deliveryCoverage: null, locked: false, completed: false },
      });
      expect(await shop.carts.show(begun.tenant, begun.cartId, OWNER)).toEqual(cart);
    });

    it('is at today’s prices', async () => {
      const begun = await begin();
      await add(begun, 'MUG', 2);
      await reprice(begun, 1300);
      expect(await shop.carts.show(begun.tenant, begun.cartId, OWNER)).toMatchObject({ subtotal: 2600 });
    });

    it('is not purchasable when empty or when a line asks for more than is there', async () => {
      const begun = await begin();
      expect(await shop.carts.show(begun.tenant, begun.cartId, OWNER)).toMatchObject({ purchasable: false });
      expect(await add(begun, 'MUG', 5)).toMatchObject({ purchasable: true });
      expect(await add(begun, 'MUG', 1)).toMatchObject({ purchasable: false });
    });

    it('sets a line apart that is no longer sold, and refuses to be checked out with it', async () => {
      const begun = await begin();
      await add(begun, 'MUG');
      await add(begun, 'GUIDE');
      const { tenant, cartId } = begun;
      await shop.catalog.importFamilies(tenant, [family('mug', { variants: [variant('MUG-2')] })], 'EUR');
      const cart = await shop.carts.show(tenant, cartId, OWNER);
      expect(cart).toMatchObject({ lines: [{ sku: 'GUIDE' }], withdrawnLines: [{ sku: 'MUG' }], subtotal: 500 });
      expect(cart.purchasable).toBe(false);
      await expect(shop.carts.read(tenant, cartId, OWNER)).rejects.toEqual(problem('SKU_NOT_FOUND', { sku: 'MUG' }));
      const mended = await shop.carts.remove(tenant, OWNER, cartId, cart.withdrawnLines[0]!.id);
      expect(mended).toMatchObject({ withdrawnLines: [], purchasable: true });
    });

    it('says whether the tenant delivers to its address, and if not, where it does', async () => {
      const begun = await begin();
      const { tenant, cartId } = begun;
      expect(await shop.carts.setAddress(tenant, OWNER, cartId, paris)).toMatchObject({ deliveryEligible: true });
      expect(await add(begun, 'MUG')).toMatchObject({ deliveryEligible: true, shippingAddress: { city: 'Paris' } });
      const abroad = { ...paris, country: 'DE', surplus: 'x' };
      const cart = await shop.carts.setAddress(tenant, OWNER, cartId, abroad);
      expect(cart).toMatchObject({ deliveryEligible: false, deliveryCoverage: [{ country: 'FR' }, { country: 'CH' }] });
      expect(cart.shippingAddress).not.toHaveProperty('surplus');
    });
  });

  describe('creating one', () => {
    it('makes the same cart for the same owner and key, also in parallel, and another one otherwise', async () => {
      const { tenant } = await begin();
      const same = await Promise.all(times(5, () => shop.carts.create(tenant, OWNER, null, 'key-1')));
      expect(new Set(same.map(({ id }) => id)).size).toBe(1);
      const others = await Promise.all([
        shop.carts.create(tenant, 'guest_2', null, 'key-1'),
        shop.carts.create(tenant, OWNER, null, 'key-2'),
        shop.carts.create(tenant, OWNER),
        shop.carts.create(tenant, OWNER),
      ]);
      expect(new Set([same[0]!.id, ...others.map(({ id }) => id)]).size).toBe(5);
    });

    it('refuses a currency the tenant does not list, and a key that was used for another one', async () => {
      const { tenant } = await begin();
      const refused = problem('CURRENCY_NOT_OFFERED', { offered: ['EUR', 'USD'] });
      await expect(shop.carts.create(tenant, OWNER, 'JPY')).rejects.toEqual(refused);
      await shop.carts.create(tenant, OWNER, 'EUR', 'key-1');
      await expect(shop.carts.create(tenant, OWNER, 'USD', 'key-1')).rejects.toEqual(problem('INVALID_INPUT'));
    });
  });

  describe('limits', () => {
    it('refuses an unknown SKU and names products to choose from', async () => {
      const refused = problem('SKU_NOT_FOUND', { alternatives: [expect.objectContaining({ id: 'mug' })] });
      await expect(add(await begin(), 'MUGS-XL')).rejects.toEqual(refused);
    });

    it.each([0, -1, 1.5, Number.NaN, 2 ** 53])('refuses to add %p units as invalid input', async (quantity) => {
      await expect(add(await begin(), 'MUG', quantity)).rejects.toEqual(problem('INVALID_INPUT'));
    });

    it('refuses more units on a line than the tenant allows, those already there included', async () => {
      const begun = await begin();
      const refused = problem('QUANTITY_LIMIT_EXCEEDED', { maximum: 20 });
      await expect(add(begun, 'MUG', 1_000_000_000)).rejects.toEqual(refused);
      const { lines } = await add(begun, 'MUG', 20);
      await expect(add(begun, 'MUG', 1)).rejects.toEqual(refused);
      const update = { cartId: begun.cartId, lineId: lines[0]!.id, quantity: 21 };
      await expect(shop.carts.update(begun.tenant, OWNER, update)).rejects.toEqual(refused);
    });

    it('refuses more lines and a higher total than the tenant allows', async () => {
      const begun = await begin();
      await expect(add(begun, 'CUP-0', 11)).rejects.toEqual(
        problem('CART_TOTAL_EXCEEDED', { maximumTotal: 100_000, currency: 'EUR' }),
      );
      for (const i of [0, 1, 2, 3, 4]) await add(begun, `CUP-${i}`);
      await expect(add(begun, 'CUP-5')).rejects.toEqual(problem('CART_LINES_EXCEEDED', { maximum: 5 }));
    });

    it('lets a buyer take fewer when prices rose beyond the limit', async () => {
      const begun = await begin();
      const { lines } = await add(begun, 'MUG', 10);
      await reprice(begun, 50_000);
      const update = { cartId: begun.cartId, lineId: lines[0]!.id };
      expect(await shop.carts.update(begun.tenant, OWNER, { ...update, quantity: 9 })).toMatchObject({ itemCount: 9 });
      await expect(shop.carts.update(begun.tenant, OWNER, { ...update, quantity: 10 })).rejects.toEqual(
        problem('CART_TOTAL_EXCEEDED'),
      );
    });

    it('does not mix currencies', async () => {
      const { tenant } = await begin();
      const dollars = await shop.carts.create(tenant, OWNER, 'USD');
      await expect(add({ tenant, cartId: dollars.id }, 'MUG')).rejects.toEqual(
        problem('CURRENCY_NOT_OFFERED', { offered: ['EUR'] }),
      );
    });
  });

  it('updates, removes and clears lines', async () => {
    const begun = await begin();
    const { tenant, cartId } = begun;
    await add(begun, 'MUG', 2);
    const { lines } = await add(begun, 'GUIDE', 2);
    const [mug, guide] = lines.map(({ id }) => id);
    expect(await shop.carts.update(tenant, OWNER, { cartId, lineId: mug!, quantity: 1 })).toMatchObject({
      itemCount: 3,
    });
    expect(await shop.carts.update(tenant, OWNER, { cartId, lineId: mug!, quantity: 0 })).toMatchObject({
      itemCount: 2,
    });
    expect(await shop.carts.remove(tenant, OWNER, cartId, guide!)).toMatchObject({ lines: [], subtotal: 0 });
    await expect(shop.carts.remove(tenant, OWNER, cartId, guide!)).rejects.toEqual(problem('NOT_FOUND'));
    await add(begun, 'MUG', 2);
    expect(await shop.carts.clear(tenant, OWNER, cartId)).toMatchObject({ lines: [] });
  });

  it('loses nothing of what is put into it in parallel', async () => {
    const begun = await begin();
    await Promise.all(times(20, (i) => add(begun, i % 2 ? 'MUG' : 'GUIDE')));
    const { lines } = await shop.carts.show(begun.tenant, begun.cartId, OWNER);
    expect(new Map(lines.map(({ sku, quantity }) => [sku, quantity]))).toEqual(
      new Map([
        ['GUIDE', 10],
        ['MUG', 10],
      ]),
    );
    expect(lines).toHaveLength(2);
  });

  it('is not there for another owner or at another tenant, whatever is tried', async () => {
    const begun = await begin();
    const { tenant, cartId } = begun;
    const line = (await add(begun, 'MUG')).lines[0]!.id;
    const elsewhere = { ...(await begin()), cartId };
    for (const [at, owner] of [
      [begun, 'guest_2'],
      [elsewhere, OWNER],
    ] as const) {
      const unseen = expect.objectContaining({ code: 'NOT_FOUND', message: 'No cart with this id is visible to you.' });
      await expect(shop.carts.show(at.tenant, cartId, owner)).rejects.toEqual(unseen);
      await expect(add(at, 'MUG', 1, owner)).rejects.toEqual(unseen);
      await expect(shop.carts.remove(at.tenant, owner, cartId, line)).rejects.toEqual(unseen);
      await expect(shop.carts.clear(at.tenant, owner, cartId)).rejects.toEqual(unseen);
      await expect(shop.carts.setAddress(at.tenant, owner, cartId, paris)).rejects.toEqual(unseen);
      expect(await shop.carts.read(at.tenant, cartId, owner)).toBeNull();
    }
    expect(await shop.carts.claim(elsewhere.tenant, cartId, 'chk_1')).toBe(false);
    expect(await shop.carts.show(tenant, cartId, OWNER)).toMatchObject({ itemCount: 1, locked: false });
  });

  describe('as its checkout sees it', () => {
    it('goes to exactly one of many checkouts that claim it at once, and stays with it when it asks again', async () => {
      const { tenant, cartId } = await begin();
      const answers = await Promise.all(times(20, (i) => shop.carts.claim(tenant, cartId, `chk_${i}`)));
      expect(answers.filter(Boolean)).toHaveLength(1);
      const winner = `chk_${answers.indexOf(true)}`;
      expect(await shop.carts.claim(tenant, cartId, winner)).toBe(true);
      expect(await shop.carts.read(tenant, cartId, OWNER)).toMatchObject({ checkoutId: winner, completed: false });
    });

    it('is locked while claimed, and only its own checkout gives it back', async () => {
      const begun = await begin();
      const { tenant, cartId } = begun;
      await shop.carts.claim(tenant, cartId, 'chk_1');
      await expect(add(begun, 'MUG')).rejects.toEqual(
        problem('CART_LOCKED', { checkoutId: 'chk_1', retryable: false }),
      );
      await shop.carts.unclaim(tenant, cartId, 'chk_2');
      expect(await shop.carts.show(tenant, cartId, OWNER)).toMatchObject({ locked: true });
      await shop.carts.unclaim(tenant, cartId, 'chk_1');
      expect(await add(begun, 'MUG')).toMatchObject({ locked: false, itemCount: 1 });
    });

    it('never changes after a claim, however the two race', async () => {
      for (let round = 0; round < 10; round += 1) {
        const begun = await begin();
        const { tenant, cartId } = begun;
        const claimed = shop.carts.claim(tenant, cartId, 'chk_1').then(() => shop.carts.read(tenant, cartId, OWNER));
        const adds = await Promise.allSettled(times(4, () => add(begun, 'MUG')));
        const seen = await claimed;
        expect(await shop.carts.read(tenant, cartId, OWNER)).toEqual(seen);
        const added = adds.filter(({ status }) => status === 'fulfilled').length;
        expect(seen?.lines[0]?.quantity ?? 0).toBe(added);
      }
    });

    it('is closed for good once its checkout completed, which it may say again', async () => {
      const begun = await begin();
      const { tenant, cartId } = begun;
      await add(begun, 'MUG');
      await shop.carts.claim(tenant, cartId, 'chk_1');
      await shop.carts.complete(tenant, cartId, 'chk_2');
      expect(await shop.carts.read(tenant, cartId, OWNER)).toMatchObject({ completed: false });
      await shop.carts.complete(tenant, cartId, 'chk_1');
      await shop.carts.complete(tenant, cartId, 'chk_1');
      await shop.carts.unclaim(tenant, cartId, 'chk_1');
      expect(await shop.carts.claim(tenant, cartId, 'chk_1')).toBe(true);
      expect(await shop.carts.claim(tenant, cartId, 'chk_2')).toBe(false);
      await expect(add(begun, 'MUG')).rejects.toEqual(problem('CART_ALREADY_COMPLETED'));
      expect(await shop.carts.show(tenant, cartId, OWNER)).toMatchObject({ completed: true, itemCount: 1 });
    });
  });

  it('is forgotten 30 days after its latest change', async () => {
    const begun = await begin();
    await add(begun, 'MUG');
    const stored = (await shop.database.tenantCollection(CARTS_COLLECTION).get(begun.tenant, begun.cartId))!;
    expect(stored.expiresAt.getTime() - stored.updatedAt.getTime()).toBe(30 * 86_400_000);
  });
});
