import type { NextAction, Product } from '../graphql/answers.js';
import { expectEqual, expectSome, expectThat } from '../expect.js';
import { open } from '../payment-desk.js';
import { sellerOf, textOf } from '../sellers.js';

/** What a handoff must say, however it was asked for; follows every link to where the seller said it leads. */
export async function expectHandoff(next: NextAction, chosen: readonly Product[]): Promise<void> {
  const seller = sellerOf('directory-handoff');
  expectEqual('next action', next.__typename, 'HandOffToSeller');
  expectEqual('seller', next.seller, seller.name);
  expectEqual('disclaimer', next.disclaimer, textOf(seller, 'disclaimer'));
  expectEqual('storefront', next.storefrontUrl, textOf(seller, 'storefrontUrl'));
  const items = expectSome('items of the handoff', next.items);
  expectEqual('number of items', items.length, chosen.length);
  for (const product of chosen) {
    const item = items.find(({ title }) => title.includes(product.title));
    const { status, location } = await open(expectSome(`link to ${product.title}`, item?.link));
    const target = textOf(seller, 'productUrl').replace('{productId}', product.id);
    expectEqual(`where the link to ${product.title} leads`, [status, location], [302, target]);
  }
}

/** The first products with something in stock, and a SKU of each. */
export function inStock(found: readonly Product[], count: number): readonly { product: Product; sku: string }[] {
  const chosen = found.flatMap((product) => {
    const variant = product.variants.find((candidate) => candidate.inStock);
    return variant ? [{ product, sku: variant.sku }] : [];
  });
  expectThat('products in stock', chosen.length >= count, `at least ${count}`, found);
  return chosen.slice(0, count);
}
