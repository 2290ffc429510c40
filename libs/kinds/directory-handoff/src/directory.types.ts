import { Field, ID } from '@nestjs/graphql';
import { Checkout, CheckoutType } from '@comptoir/tenant-kit';

@CheckoutType('A referral: what the buyer wants, to be bought at the seller. Nothing is paid here.')
export class DirectoryCheckout extends Checkout {
  @Field(() => ID, { description: 'The cart it came from' })
  cartId: string;
}
