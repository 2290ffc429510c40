import { expectEqual, expectThat } from '../expect.js';
import { open } from '../payment-desk.js';
import { expectBoughtOnce, openPayment, untilCompleted, untilStored, type Stage } from './stage.js';

/** An expired session ends neither the checkout nor its hold: the buyer gets another one. */
export async function expireScene(stage: Stage): Promise<void> {
  const { world, transcript } = stage;
  transcript.scene('An expired session, then a new one on the same checkout');
  const { buyer, checkoutId, url } = await openPayment(stage, 'ML-TB08');
  await world.desk.expire(url);
  expectEqual('the page of an expired session', (await open(url)).status, 410);
  await untilStored(buyer, checkoutId, 'pending');
  transcript.did('expired', 'page gone (410), checkout back to pending');
  const renewed = await buyer.openPayment(checkoutId);
  expectThat('address of the new session', renewed.url !== url, 'another one', renewed.url);
  expectEqual('answer to the payment form', (await world.desk.press(renewed.url, 'pay')).status, 303);
  const checkout = await untilCompleted(buyer, checkoutId);
  const states = (await world.desk.sessionsOf(checkoutId)).map(({ status }) => status);
  expectEqual('sessions of the checkout', states, ['complete', 'expired']);
  await expectBoughtOnce(stage, { buyer, checkoutId, url: renewed.url });
  transcript.did(checkout.status, 'in the new session; the old one took nothing');
}
