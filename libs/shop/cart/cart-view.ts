import type { TenantContext } from '@comptoir/tenant-kit';
import { availableUnits, type StockBySku } from '../catalog/product-view.js';
import type { DeliveryArea } from '../shipping/delivery-area.js';
import type { PricedLine, PricedLines } from './cart-lines.js';
import type { CartDocument } from './cart.collection.js';
import { Cart, type CartLine } from './cart.types.js';

/** What is known of delivery to the cart's address. */
export interface Delivery {
  eligible: boolean | null;
  coverage: DeliveryArea[] | null;
}

/** A cart as its owner sees it. */
export function cartView(
  { tenantId, tenant }: TenantContext,
  cart: CartDocument,
  { lines, withdrawn, subtotal }: PricedLines,
  stock: StockBySku,
  delivery: Delivery,
): Cart {
  const { id, currency, shippingAddress, completed, updatedAt } = cart;
  const shown = lines.map((line) => lineView(line, stock));
  const sold = shown.length > 0 && withdrawn.length === 0 && tenant.capabilities.includes('payment');
  const inStock = shown.every(({ quantity, available }) => available === null || available >= quantity);
  return Object.assign(new Cart(), {
    ...{ id, tenantId, currency, subtotal, shippingAddress, completed, updatedAt },
    lines: shown,
    withdrawnLines: withdrawn.map((line) => ({ id: line.id, sku: line.sku, quantity: line.quantity })),
    itemCount: lines.reduce((count, { quantity }) => count + quantity, 0),
    purchasable: sold && inStock,
    requiresShipping: lines.some(({ requiresShipping }) => requiresShipping),
    deliveryEligible: delivery.eligible,
    deliveryCoverage: delivery.coverage,
    locked: cart.checkoutId !== null,
  });
}

function lineView(line: PricedLine, stock: StockBySku): CartLine {
  const { id, sku, productId, title, quantity, unitPrice, total } = line;
  return { id, sku, productId, title, quantity, unitPrice, total, available: availableUnits(sku, line.tracked, stock) };
}
