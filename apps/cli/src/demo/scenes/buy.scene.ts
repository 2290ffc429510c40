import type { Cart, Checkout, FullOrder } from '../graphql/answers.js';
import { Buyer, THANKS_URL } from '../buyer.js';
import { expectEqual, expectSome, expectThat } from '../expect.js';
import { open } from '../payment-desk.js';
import { money } from '../transcript.js';
import { until } from '../until.js';
import { expectBoughtOnce, untilCompleted, untilStored, type Outcome, type Stage } from './stage.js';

const QUERY = 'lamp';
const QUANTITY = 2;

/** The main job: a guest finds something, orders it, pays it, and has an order. Answers how it ended. */
export async function buyScene(stage: Stage): Promise<Outcome> {
  stage.transcript.scene('A guest buys a lamp');
  const buyer = await Buyer.arrive(stage.world.endpoint);
  stage.transcript.did('guest session', buyer.id);
  const cart = await fillCart(stage, buyer);
  const checkout = await chooseShipping(stage, buyer, await startCheckout(stage, buyer, cart));
  const url = await goToPaymentPage(stage, buyer, checkout);
  await pay(stage, buyer, checkout, url);
  const { kind, status, order } = await untilCompleted(buyer, checkout.id);
  stage.transcript.did('status', status);
  await expectBoughtOnce(stage, { buyer, checkoutId: checkout.id, url });
  printOrder(stage, expectSome('order of the completed checkout', order), checkout);
  return { kind, status };
}

async function fillCart({ transcript }: Stage, buyer: Buyer): Promise<Cart> {
  const { totalMatches, nodes } = await buyer.search(QUERY);
  const variant = nodes[0]?.variants.find(({ inStock }) => inStock);
  const { sku, price } = expectSome(`a "${QUERY}" in stock`, variant);
  transcript.did('catalogue search', `"${QUERY}": ${totalMatches} found, first ${nodes[0]?.title}, ${money(price)}`);
  const cart = await buyer.fillCart([{ sku, quantity: QUANTITY }]);
  expectEqual('cart subtotal', cart.subtotal, QUANTITY * price);
  expectEqual('cart is deliverable and purchasable', [cart.deliveryEligible, cart.purchasable], [true, true]);
  transcript.did('cart', `${QUANTITY} × ${sku}, ${money(cart.subtotal)}`);
  return cart;
}

async function startCheckout({ transcript }: Stage, buyer: Buyer, cart: Cart): Promise<Checkout> {
  const checkout = await buyer.startCheckout(cart.id);
  expectEqual('status after startCheckout', checkout.status, 'pending');
  expectThat(
    'stock is held',
    checkout.completedSteps.includes('reserve-stock'),
    'reserve-stock',
    checkout.completedSteps,
  );
  transcript.did('startCheckout', `${checkout.id}, stock held`);
  return checkout;
}

/** Takes the dearest way, so that choosing shows in the total. */
async function chooseShipping({ transcript }: Stage, buyer: Buyer, checkout: Checkout): Promise<Checkout> {
  const options = await buyer.shippingOptions(checkout.id);
  expectThat('ways to deliver', options.length > 1, 'a choice', options);
  transcript.did('shipping options', options.map(({ carrierId, price }) => `${carrierId} ${money(price)}`).join(', '));
  const chosen = expectSome('dearest way', options.toSorted((a, b) => b.price - a.price)[0]);
  const changed = await buyer.selectShipping(checkout.id, chosen);
  expectEqual('chosen way', changed.shippingOption?.carrierId, chosen.carrierId);
  expectEqual('shipping in the total', changed.totals.shipping, chosen.price);
  transcript.did('selectShipping', `${chosen.name}: total ${money(changed.totals.total)}`);
  return changed;
}

async function goToPaymentPage({ world, transcript }: Stage, buyer: Buyer, checkout: Checkout): Promise<string> {
  const { url, landingUrl } = await buyer.openPayment(checkout.id);
  const total = money(checkout.totals.total);
  const landing = await open(landingUrl);
  expectThat(
    'landing page',
    landing.text.includes('Maison Lumen') && landing.text.includes(total),
    total,
    landing.text,
  );
  const pressed = await open(landingUrl, { method: 'POST', body: new URLSearchParams() });
  expectEqual('button of the landing page', [pressed.status, pressed.location], [303, url]);
  transcript.did('landing page', `Maison Lumen, ${total}; its button leads to the payment page`);
  const hosted = await open(url);
  expectThat('hosted test page', hosted.status === 200 && hosted.text.includes(total), total, hosted.text);
  expectEqual('amount at the provider', (await world.desk.session(url)).amount_total, checkout.totals.total);
  transcript.did('hosted test page', `asks for the same ${total}`);
  return url;
}

async function pay({ world, transcript }: Stage, buyer: Buyer, checkout: Checkout, url: string): Promise<void> {
  const { status, location } = await world.desk.press(url, 'pay');
  expectEqual('answer to the payment form', status, 303);
  transcript.did('paid', 'form posted, sent back to our return page');
  const type = 'checkout.session.completed';
  const event = await until(
    'the webhook',
    () => world.desk.event(url, type),
    (found) => found?.pending_webhooks === 0,
  );
  transcript.did('signed webhook', `${event?.type} accepted`);
  await untilStored(buyer, checkout.id, 'completed');
  transcript.did('completed', 'by the webhook alone: nobody had asked');
  const back = await open(expectSome('return page', location));
  expectEqual('return page', [back.status, back.location], [303, THANKS_URL]);
}

function printOrder({ transcript }: Stage, order: FullOrder, checkout: Checkout): void {
  const { subtotal, shipping, tax, discount, total, includedTax } = order.totals;
  expectEqual('the sum of the order', subtotal + shipping + tax - discount, total);
  expectEqual('totals of order and checkout', order.totals, checkout.totals);
  transcript.receipt(`Order ${order.id}, ${order.status}, for ${order.email}`, [
    ...order.lines.map((line) => [`${line.quantity} × ${line.title}`, money(line.total)] as const),
    [checkout.shippingOption?.name ?? 'Shipping', money(shipping)],
    ['Total', money(total)],
    ['of which tax', money(includedTax)],
  ]);
}
