import { DEMO_TENANTS, type DemoTenant } from '../seed/demo-tenants.js';
import { expectSome, expectThat } from './expect.js';

type Seller = DemoTenant['tenant'];

/** The first seeded seller of a kind. */
export function sellerOf(kind: string): Seller {
  return expectSome(
    `seeded tenant of the kind ${kind}`,
    DEMO_TENANTS.find(({ tenant }) => tenant.kind === kind),
  ).tenant;
}

/** A text that a seller was seeded with: what the gateway shows must be the same, word for word. */
export function textOf(seller: Seller, name: string): string {
  const text = seller.settings[name];
  expectThat(`setting ${name} of ${seller.id}`, typeof text === 'string', 'a text', text);
  return String(text);
}
