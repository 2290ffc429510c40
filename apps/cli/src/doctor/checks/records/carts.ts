import { findingsIn, when, type Finding } from '../../finding.js';
import type { Checkout, Progress } from '../../reading/checkout.js';
import type { Cart } from '../../reading/records.js';
import { effectOf, endedWithoutSale, heldBy, stepOf } from '../checkout/progress.js';

const inCarts = findingsIn('carts');
const inCheckouts = findingsIn('checkouts');

/** The checkout that a cart belongs to, from the cart's side. */
export function cartOwner(cart: Cart, checkout: Progress | undefined): Finding[] {
  const { checkoutId } = cart;
  if (checkoutId === null) {
    return when(cart.completed, () => inCarts(cart, 'CART_BOUGHT_BY_NOBODY', 'It is bought, but by no checkout.'));
  }
  const evidence = { checkoutId, checkoutVersion: checkout?.version ?? null };
  if (cart.completed) {
    const says = `It is bought by ${checkoutId}, which is ${checkout?.status ?? 'not there'}.`;
    const bought = checkout && effectOf(stepOf(checkout, 'fulfil')) === 'there';
    return when(!bought, () => inCarts(cart, 'CART_BOUGHT_BY_NOBODY', says, evidence));
  }
  return when(!checkout || endedWithoutSale(checkout), () => {
    const says = `It is locked by ${checkoutId}, which is ${checkout?.status ?? 'not there'}.`;
    return inCarts(cart, 'CART_POINTS_TO_DEAD_CHECKOUT', says, evidence);
  });
}

/** A live checkout has its cart: else two could buy it. */
export function cartOf(checkout: Checkout, cart: Cart | undefined): Finding[] {
  if (heldBy(checkout) !== 'there' || !cart) return [];
  return when(cart.checkoutId !== checkout.id, () => {
    const says = `Its cart ${cart.key} belongs to ${cart.checkoutId ?? 'no checkout'}.`;
    return inCheckouts(checkout, 'CART_OF_ANOTHER', says, { cart: cart.checkoutId });
  });
}
