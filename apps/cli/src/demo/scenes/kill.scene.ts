import { expectEqual } from '../expect.js';
import { expectBoughtOnce, openPayment, untilCompleted, type Stage } from './stage.js';

/**
 * The gateway dies between payment and completion. Webhooks are lost on purpose: that makes the moment certain, and
 * leaves the restarted gateway nothing but its own database and the provider to find the payment by.
 */
export async function killScene(stage: Stage): Promise<void> {
  const { world, transcript } = stage;
  transcript.scene('kill -9 of the gateway between payment and completion');
  const payment = await openPayment(stage, 'ML-KT05');
  const { buyer, checkoutId, url } = payment;
  await world.desk.loseWebhooks();
  expectEqual('answer to the payment form', (await world.desk.press(url, 'pay')).status, 303);
  expectEqual('session at the provider', (await world.desk.session(url)).payment_status, 'paid');
  expectEqual('status when the gateway is killed', await buyer.storedStatus(checkoutId), 'payment_pending');
  transcript.did('paid', 'at the provider; the gateway knows nothing of it');
  await world.killGateway();
  transcript.did('kill -9', 'the gateway is dead');
  await world.restartGateway();
  transcript.did('restarted', 'same database, same port; every webhook is lost');
  const checkout = await untilCompleted(buyer, checkoutId);
  await world.desk.deliverWebhooks();
  await expectBoughtOnce(stage, payment);
  transcript.did(checkout.status, 'the order is there exactly once, paid once, nothing refunded');
}
