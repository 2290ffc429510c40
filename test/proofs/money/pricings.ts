import type { Pricing } from '@comptoir/tenant-kit';
import { checkedPricing, totals } from '#product/libs/checkout/pricing/pricing.js';
import type { Random } from '../framework/random.js';
import { anyAmount, anyCurrency, anyPrice } from './amounts.js';
import { isCountable, refuses, same, total } from './oracle.js';
import { checkRequest } from './provider-request.js';
import { anyShop } from './tenants.js';

/** What any kind may say of a subject, tax and discount included: added up, or refused where it does not add up. */
export function checkPricing(random: Random): boolean {
  const currency = anyCurrency(random);
  const pricing = anyPricing(random, currency);
  const { lines, shipping, tax, discount } = pricing;
  const gross = total([...lines.map(({ total: sum }) => sum), shipping, tax]);
  const wanted = gross - BigInt(discount);
  if (!isCountable(gross) || wanted < 0n) {
    refuses(() => checkedPricing(pricing, currency.code), `a total of ${wanted} ${currency.code}`);
    return false;
  }
  refuseFalse(random, pricing, currency.code);
  const found = totals(checkedPricing(pricing, currency.code), currency.code);
  same(found.total, wanted, `the total of ${gross} less ${discount} ${currency.code}`);
  const goods = gross - BigInt(shipping) - BigInt(tax);
  same(found.subtotal, goods, 'the subtotal');
  return wanted === 0n || checkRequest(anyShop(random, currency), pricing, currency, wanted);
}

/** A kind that miscounts one line must never reach a buyer's card. */
function refuseFalse(random: Random, pricing: Pricing, code: string): void {
  const at = random.between(0, pricing.lines.length - 1);
  const by = random.pick([-1, 1]);
  const lines = pricing.lines.map((line, index) =>
    index === at ? Object.assign({}, line, { total: line.total + by }) : line,
  );
  refuses(() => checkedPricing({ ...pricing, lines }, code), 'a line that is one unit off');
}

function anyPricing(random: Random, currency: ReturnType<typeof anyCurrency>): Pricing {
  const lines = Array.from({ length: random.between(1, 6) }, (_, index) => {
    const unitPrice = Math.min(anyPrice(random, currency), 9_000_000_000);
    const quantity = random.between(1, 50);
    return { id: `l${index}`, sku: `S${index}`, title: 'Thing', quantity, unitPrice, total: unitPrice * quantity };
  });
  const amount = (likelihood: number): number => (random.next() < likelihood ? anyAmount(random) : 0);
  const goods = lines.reduce((sum, line) => sum + line.total, 0);
  const discount = random.next() < 0.4 ? random.between(0, goods) : 0;
  const given = { lines, shipping: amount(0.6), tax: amount(0.4), includedTax: amount(0.3) };
  return {
    ...given,
    discount: random.next() < 0.05 ? goods * 2 : discount,
    requiresAddress: true,
    shippingOption: null,
  };
}
