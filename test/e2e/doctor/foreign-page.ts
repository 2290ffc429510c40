import type { Product } from '../../setup/product.js';
import { ProviderView } from '../../setup/provider-view.js';

/** A page of our own account that the gateway did not open, for this checkout and, as it says, this session of it. */
export async function openForeignPage(
  product: Product,
  metadata: { tenant: string; checkout: string; session: string },
  amount: number,
  account: string | null = null,
): Promise<{ id: string; url: string }> {
  const named = Object.entries(metadata).flatMap(([name, value]) => [
    [`metadata[${name}]`, value],
    [`payment_intent_data[metadata][${name}]`, value],
  ]);
  return new ProviderView(product, account).post('/v1/checkout/sessions', {
    mode: 'payment',
    success_url: 'https://shop.example/',
    'line_items[0][quantity]': '1',
    'line_items[0][price_data][currency]': 'eur',
    'line_items[0][price_data][unit_amount]': String(amount),
    'line_items[0][price_data][product_data][name]': 'Other',
    ...Object.fromEntries(named),
  });
}
