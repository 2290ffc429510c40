import { COLLECTIONS } from '@comptoir/tenant-kit';
import { key } from '../../setup/client.js';
import { http } from '../../setup/http.js';
import { startProduct, type Product } from '../../setup/product.js';
import type { Shopping } from '../../setup/shopping.js';
import { DISCLAIMER, KINDS, openDirectory } from './sellers.js';

const DAY = 24 * 3_600_000;

const HANDOFF = `__typename ... on HandOffToSeller { hint seller storefrontUrl disclaimer items { title quantity link } }`;

describe('a directory tenant refers the buyer to the seller', () => {
  let product: Product;
  let buyer: Shopping;

  beforeAll(async () => {
    product = await startProduct({ kinds: KINDS });
    await openDirectory(product, 'guide', 'https://seller.example/p/{productId}?from=guide');
    await openDirectory(product, 'yellow-pages');
    buyer = await product.guest('guide');
  });
  afterAll(() => product.stop());

  const start = (at: Shopping, cart: string, idempotencyKey = key()) =>
    at.client.ask(
      `mutation ($tenantId: ID!, $cart: ID!, $key: IdempotencyKey) {
        startCheckout(tenantId: $tenantId, input: { subject: { cart: $cart } }, idempotencyKey: $key) {
          __typename ... on Problem { code } ... on CheckoutSucceeded { replayed checkout {
            id kind status terminal nextPollAfterMs completedSteps totals { total } paymentSession { id }
            nextAction { ${HANDOFF} } ... on DirectoryCheckout { cartId } } } } }`,
      { tenantId: at.tenantId, cart, key: idempotencyKey },
    );

  const handOff = async (lines: Record<string, number> = { MUG: 2, LAMP: 1 }, at = buyer) =>
    (await start(at, await at.cart(lines))).checkout;

  const linkOf = async (): Promise<string> => (await handOff({ MUG: 1 })).nextAction.items[0].link;

  it('says on product and cart that nothing can be bought here [RF-4, CA-8]', async () => {
    const shown = await buyer.client.ask(
      '{ product(tenantId: "guide", id: "mug") { purchasable variants { price } } }',
    );
    expect(shown).toMatchObject({ purchasable: false, variants: [{ price: 1250 }] });
    expect(await buyer.show(await buyer.cart({ MUG: 1 }))).toMatchObject({ purchasable: false, subtotal: 1250 });
  });

  it('ends in a handoff: seller, articles with their links, storefront, and the disclaimer word for word [RF-1, RF-2, GW-6]', async () => {
    const cart = await buyer.cart({ MUG: 2, LAMP: 1 });
    const { checkout } = await start(buyer, cart);
    expect(checkout).toMatchObject({
      kind: 'directory-handoff',
      status: 'handed_off',
      terminal: true,
      nextPollAfterMs: null,
      completedSteps: ['validate-cart', 'issue-links'],
      totals: { total: 17_000 },
      paymentSession: null,
      cartId: cart,
    });
    const { items, ...said } = checkout.nextAction;
    expect(said).toMatchObject({
      __typename: 'HandOffToSeller',
      seller: 'Seller guide',
      storefrontUrl: 'https://seller.example/shop',
      disclaimer: DISCLAIMER,
    });
    expect(items).toEqual([
      { title: expect.stringContaining('Mug'), quantity: 2, link: expect.stringContaining(`${product.url}/r/guide/`) },
      { title: expect.stringContaining('Lamp'), quantity: 1, link: expect.stringContaining(`${product.url}/r/guide/`) },
    ]);
    expect(items[0].link).not.toBe(items[1].link);
  });

  it('falls back to the storefront where articles have no address of their own [RF-2]', async () => {
    const { nextAction } = await handOff({ MUG: 1 }, await product.guest('yellow-pages'));
    expect(nextAction).toMatchObject({ items: [{ link: null }], storefrontUrl: 'https://seller.example/shop' });
  });

  it('holds nothing at the seller [RF-1]', async () => {
    const before = await buyer.available('lamp');
    await handOff({ LAMP: 2 });
    expect(await buyer.available('lamp')).toBe(before);
  });

  it('hands off once for one key, with the same links [RF-2, ID-2]', async () => {
    const [cart, once] = [await buyer.cart({ MUG: 1 }), key()];
    const [first, second] = [await start(buyer, cart, once), await start(buyer, cart, once)];
    expect([first.replayed, second.replayed]).toEqual([false, true]);
    expect(second.checkout.nextAction).toEqual(first.checkout.nextAction);
  });

  it('keeps the words the buyer was given when the tenant changes its own later [RF-2]', async () => {
    const { id } = await handOff({ MUG: 1 }, await product.guest('yellow-pages').then((guest) => (buyer = guest)));
    await openDirectory(product, 'yellow-pages', 'https://elsewhere.example/{productId}');
    const shown = await buyer.client.ask(
      `query ($id: ID!) { checkout(tenantId: "yellow-pages", checkoutId: $id) { nextAction { ${HANDOFF} } } }`,
      { id },
    );
    expect(shown.nextAction).toMatchObject({ disclaimer: DISCLAIMER, items: [{ link: null }] });
    buyer = await product.guest('guide');
  });

  describe('its links', () => {
    it('lead to the stored target and nowhere else, whatever the address says [RF-3]', async () => {
      const link = await linkOf();
      for (const url of [link, `${link}?to=https://evil.example`, `${link}?url=https://evil.example#x`]) {
        const answer = await http(url);
        expect([answer.status, answer.headers.get('location')]).toEqual([
          302,
          'https://seller.example/p/mug?from=guide',
        ]);
        expect(answer.headers.get('cache-control')).toBe('no-store');
        expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
      }
    });

    it('count each click [RF-3]', async () => {
      const link = await linkOf();
      const id = link.split('/').at(-1)!;
      for (let click = 0; click < 3; click += 1) await http(link);
      expect(await stored(product, id)).toMatchObject({ clicks: 3, lastClickedAt: expect.any(Date) });
    });

    it('end after the days the tenant gave them, and count no more [RF-3]', async () => {
      const link = await linkOf();
      product.clock.advance(7 * DAY - 60_000);
      expect((await http(link)).status).toBe(302);
      product.clock.advance(2 * 60_000);
      expect((await http(link)).status).toBe(404);
      expect(await stored(product, link.split('/').at(-1)!)).toMatchObject({ clicks: 1 });
      buyer = await product.guest('guide');
    });

    it('are nothing at another tenant, and an unknown one is not there [RF-3, GW-2]', async () => {
      const link = await linkOf();
      for (const url of [
        link.replace('/r/guide/', '/r/yellow-pages/'),
        link.replace('/r/guide/', '/r/nobody/'),
        `${product.url}/r/guide/unknown`,
        `${link}x`,
      ]) {
        const answer = await http(url);
        expect([url, answer.status, answer.headers.get('location')]).toEqual([url, 404, null]);
      }
    });
  });

  it('never asks for money: no payment operation, no payment address anywhere [RF-1]', async () => {
    const checkout = await handOff();
    const { errors } = await buyer.client.send(
      `mutation ($id: ID!, $key: IdempotencyKey) {
        createPaymentSession(tenantId: "guide", input: { checkoutId: $id }, idempotencyKey: $key) { __typename } }`,
      { id: checkout.id, key: key() },
    );
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'NOT_OFFERED_BY_TENANT', retryable: false });
    const shown = JSON.stringify([checkout, await buyer.status(checkout.id)]);
    expect(shown).not.toMatch(/\/pay\/|landingUrl|PayAtUrl|stripe|cs_test/i);
    expect(product.stripe.requests.filter(({ method }) => method === 'POST')).toEqual([]);
  });

  it('refuses an empty cart', async () => {
    expect(await start(buyer, await buyer.cart({}))).toMatchObject({ code: 'CART_EMPTY' });
  });
});

/** A link as it lies in the database: nothing shows its clicks yet. */
async function stored(product: Product, id: string): Promise<unknown> {
  const links = product.gateway.app.get(COLLECTIONS).collection('directory_links');
  return links.get({ tenantId: 'guide' }, id);
}
