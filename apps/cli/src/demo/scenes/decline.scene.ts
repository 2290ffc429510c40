import { expectEqual } from '../expect.js';
import { expectBoughtOnce, openPayment, untilCompleted, type Stage } from './stage.js';

/** A card that is declined closes nothing: the same page takes the next one. */
export async function declineScene(stage: Stage): Promise<void> {
  const { world, transcript } = stage;
  transcript.scene('A declined card, then a good one on the same session');
  const payment = await openPayment(stage, 'ML-CD02');
  const { buyer, checkoutId, url } = payment;
  expectEqual('answer to a declined card', (await world.desk.press(url, 'decline')).status, 402);
  const declined = await world.desk.session(url);
  expectEqual('session after a declined card', [declined.status, declined.payment_status], ['open', 'unpaid']);
  expectEqual('status after a declined card', (await buyer.status(checkoutId)).status, 'payment_pending');
  transcript.did('declined', 'nothing charged, session still open, goods still held');
  expectEqual('answer to a good card', (await world.desk.press(url, 'pay')).status, 303);
  const checkout = await untilCompleted(buyer, checkoutId);
  expectEqual('charges of the session', await world.desk.chargesOf(await world.desk.session(url)), [
    'succeeded',
    'failed',
  ]);
  await expectBoughtOnce(stage, payment);
  transcript.did(checkout.status, 'one failed and one successful charge in one session, one order');
}
