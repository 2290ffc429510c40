import { Buyer } from '../buyer.js';
import { expectEqual } from '../expect.js';
import { sellerOf } from '../sellers.js';
import { money } from '../transcript.js';
import { expectHandoff, inStock } from './handoff.js';
import type { Outcome, Stage } from './stage.js';

/** A directory sells nothing itself: its checkout ends in a referral, and nobody is asked for money. */
export async function directoryScene({ world, transcript }: Stage): Promise<Outcome> {
  const seller = sellerOf('directory-handoff');
  transcript.scene(`A directory hands the buyer over: ${seller.name}`);
  const buyer = await Buyer.arrive(world.endpoint, seller.id);
  const { totalMatches, nodes } = await buyer.search('lamp');
  const chosen = inStock(nodes, 2);
  transcript.did('catalogue search', `"lamp": ${totalMatches} found`);
  const cart = await buyer.startCart(chosen.map(({ sku }) => ({ sku, quantity: 1 })));
  expectEqual('cart can be bought here', cart.purchasable, false);
  transcript.did('cart', `${cart.itemCount} articles, ${money(cart.subtotal)}, not purchasable here`);
  const { id, kind, status, terminal, nextAction, paymentSession } = await buyer.startCheckout(cart.id);
  expectEqual('how the checkout ends', [kind, status, terminal], [seller.kind, 'handed_off', true]);
  expectEqual('payment session', paymentSession, null);
  expectEqual('sessions at the provider', await world.desk.sessionsOf(id), []);
  transcript.did(status, `to ${nextAction.seller}, or ${nextAction.storefrontUrl}; no payment anywhere`);
  await expectHandoff(
    nextAction,
    chosen.map(({ product }) => product),
  );
  transcript.did('tracked links', `each leads (302) to the article at the seller’s own site`);
  transcript.did('disclaimer', `“${nextAction.disclaimer}”`);
  return { kind, status };
}
