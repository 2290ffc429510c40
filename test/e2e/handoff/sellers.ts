import { TenantsService } from '#tenants';
import { key } from '../../setup/client.js';
import type { Product } from '../../setup/product.js';
import type { Shopping } from '../../setup/shopping.js';
import { family, importTo } from '../../setup/tenants.js';

export const KINDS = ['@comptoir/kind-retail', '@comptoir/kind-directory-handoff', '@comptoir/fixture-kind-seats'];

export const DISCLAIMER =
  'Prices by the seller — “as shown”.\nYou buy from the seller, not from us. <b>No</b> refunds here.';

const SELLER = {
  status: 'active' as const,
  currencies: ['EUR'],
  limits: { maxLineQuantity: 20, maxLines: 10, maxCartTotal: 500_000 },
  checkoutWindowMinutes: 30,
  redirectOrigins: [],
};

/** A directory tenant with a mug and a lamp; articles have links of their own when `productUrl` is given. */
export async function openDirectory(product: Product, id: string, productUrl?: string): Promise<void> {
  const { app } = product.gateway;
  const settings = { storefrontUrl: 'https://seller.example/shop', disclaimer: DISCLAIMER, linkDays: 7 };
  await app.get(TenantsService).put({
    ...SELLER,
    id,
    name: `Seller ${id}`,
    kind: 'directory-handoff',
    settings: { ...settings, ...(productUrl ? { productUrl } : {}) },
  });
  await importTo(app, id, [
    family('mug', 'Stoneware Mug', 'Tableware', { sku: 'MUG', price: 1250, stock: 10, weightGrams: 400 }),
    family('lamp', 'Pleated Lamp', 'Lighting', { sku: 'LAMP', price: 14_500, stock: 2, weightGrams: 2000 }),
  ]);
}

/** A theatre with one show of four seats at 45.00. */
export async function openTheatre(product: Product, id: string): Promise<void> {
  const shows = [{ id: 'hamlet', title: 'Hamlet', price: 4500, seats: ['A1', 'A2', 'B1', 'B2'] }];
  await product.gateway.app.get(TenantsService).put({ ...SELLER, id, name: id, kind: 'seats', settings: { shows } });
}

const SEATS = `__typename ... on Problem { code message retryable advice details { path } } ... on SeatsTaken { seats }
  ... on CheckoutSucceeded { replayed checkout {
    id kind status totals { currency total } lines { sku quantity unitPrice total } nextAction { __typename }
    ... on SeatsCheckout { showId seats } } }`;

/** Starts a checkout of seats. */
export function takeSeats(buyer: Shopping, seats: string[], idempotencyKey: string | null = key()): Promise<any> {
  return buyer.client.ask(
    `mutation ($tenantId: ID!, $input: CheckoutSeatsInput!, $key: IdempotencyKey) {
      checkoutSeats(tenantId: $tenantId, input: $input, idempotencyKey: $key) { ${SEATS} } }`,
    { tenantId: buyer.tenantId, input: { showId: 'hamlet', seats, email: 'buyer@example.com' }, key: idempotencyKey },
  );
}

/** Names of the seats that are held or sold. */
export async function takenSeats(buyer: Shopping): Promise<string[]> {
  const map = await buyer.client.ask(
    `query ($tenantId: ID!) { seatMap(tenantId: $tenantId, showId: "hamlet") { title currency price seats { name taken } } }`,
    { tenantId: buyer.tenantId },
  );
  return map.seats.filter(({ taken }: any) => taken).map(({ name }: any) => name);
}
