import { Field, Int, ObjectType, createUnionType } from '@nestjs/graphql';
import { MinorUnitsScalar } from '../scalars.js';

/** Says what the buyer does next as data, so that a client needs no table of its own. */
@ObjectType({ isAbstract: true })
abstract class Action {
  @Field({ description: 'The same in a sentence, for a person' })
  hint: string;

  constructor(hint: string) {
    this.hint = hint;
  }
}

@ObjectType({ description: 'Call `updateCheckout` with a delivery address' })
export class ProvideAddress extends Action {}

@ObjectType({ description: 'Optional: call `shippingOptions`, then `selectShipping`; the cheapest applies otherwise' })
export class ChooseShipping extends Action {}

@ObjectType({ description: 'Call `createPaymentSession`' })
export class OpenPaymentSession extends Action {}

@ObjectType({ description: 'Send the buyer to the payment page' })
export class PayAtUrl extends Action {
  @Field({ description: 'Hosted page of the payment provider; single use' })
  url: string;

  @Field({ description: 'Our page before it: shows seller and total, renews an expired session. Safe to share' })
  landingUrl: string;

  @Field(() => Date, { nullable: true, description: 'When the hosted page stops working' })
  expiresAt: Date | null;

  constructor(hint: string, page: { url: string; landingUrl: string; expiresAt: Date | null }) {
    super(hint);
    this.url = page.url;
    this.landingUrl = page.landingUrl;
    this.expiresAt = page.expiresAt;
  }
}

@ObjectType({
  description:
    'Confirm the payment on your own page: hand the secret to the library of the provider, then poll `checkout`',
})
export class ConfirmPayment extends Action {
  @Field({
    description: 'Whoever has it can pay, and see what is paid: for the page of the buyer alone, never for a log',
  })
  clientSecret: string;

  @Field(() => String, {
    nullable: true,
    description: 'Key of the provider for that page; null where the gateway was given none',
  })
  publishableKey: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Account of the seller at the provider, which its library is to be told beside the key (Stripe.js: `stripeAccount`); null where the payment is not made in one',
  })
  account: string | null;

  @Field({ description: 'Where a method that leads the buyer away sends them back to; it completes the checkout' })
  returnUrl: string;

  @Field(() => Date, { nullable: true, description: 'When the payment is withdrawn unless it is under way' })
  expiresAt: Date | null;

  constructor(
    hint: string,
    payment: Pick<ConfirmPayment, 'clientSecret' | 'publishableKey' | 'account' | 'returnUrl' | 'expiresAt'>,
  ) {
    super(hint);
    this.clientSecret = payment.clientSecret;
    this.publishableKey = payment.publishableKey;
    this.account = payment.account;
    this.returnUrl = payment.returnUrl;
    this.expiresAt = payment.expiresAt;
  }
}

@ObjectType({
  description:
    'Pay without a person: POST to `url` with a client of the Machine Payments Protocol. It answers 402 with what is to be paid, and 200 with a receipt to a credential that pays it',
})
export class AnswerChallenge extends Action {
  @Field({ description: 'Where the challenge is; whoever has the address can pay, and see the total' })
  url: string;

  @Field(() => Date, { nullable: true, description: 'When the challenge ends' })
  expiresAt: Date | null;

  constructor(hint: string, challenge: Pick<AnswerChallenge, 'url' | 'expiresAt'>) {
    super(hint);
    this.url = challenge.url;
    this.expiresAt = challenge.expiresAt;
  }
}

@ObjectType({
  description:
    'Pay by invoice or bank transfer: show the buyer `instructions` word for word, with `reference` and the amount. The seller confirms the money by hand, which may take days',
})
export class PayOffline extends Action {
  @Field({ description: 'Of the seller: where to pay, and how' })
  instructions: string;

  @Field({ description: 'To be named with the payment, so that the seller can tell whose it is' })
  reference: string;

  @Field(() => MinorUnitsScalar, { description: 'What is to be paid, in the smallest unit of `currency`' })
  amount: number;

  @Field({ description: 'ISO 4217' })
  currency: string;

  @Field({ description: 'Our page that shows the same. Safe to share' })
  landingUrl: string;

  @Field(() => Date, { nullable: true, description: 'Until when goods are set aside for it' })
  expiresAt: Date | null;

  constructor(
    hint: string,
    payment: Pick<PayOffline, 'instructions' | 'reference' | 'amount' | 'currency' | 'landingUrl' | 'expiresAt'>,
  ) {
    super(hint);
    Object.assign(this, payment);
  }
}

@ObjectType({ description: 'Ask again after a while' })
export class Wait extends Action {
  @Field(() => Int, { description: 'Milliseconds' })
  afterMs: number;

  constructor(hint: string, afterMs: number) {
    super(hint);
    this.afterMs = afterMs;
  }
}

@ObjectType({ description: 'Call `retryCheckout`' })
export class RetryCheckout extends Action {}

@ObjectType({ description: 'This checkout is over; start a new one' })
export class StartOver extends Action {}

@ObjectType({ description: 'Nothing is left to do' })
export class Done extends Action {}

@ObjectType({ description: 'One thing to buy at the seller' })
export class HandoffItem {
  @Field()
  title: string;

  @Field(() => Int)
  quantity: number;

  @Field(() => String, { nullable: true, description: 'Tracked link to it; null: use the storefront of the seller' })
  link: string | null;
}

@ObjectType({ description: 'Send the buyer to the seller. Nothing is paid here; relay the disclaimer word for word' })
export class HandOffToSeller extends Action {
  @Field({ description: 'Name of the seller' })
  seller: string;

  @Field({ description: 'Where the seller sells' })
  storefrontUrl: string;

  @Field(() => [HandoffItem])
  items: HandoffItem[];

  @Field({ description: 'To be shown to the buyer verbatim' })
  disclaimer: string;

  constructor(hint: string, handoff: Pick<HandOffToSeller, 'seller' | 'storefrontUrl' | 'items' | 'disclaimer'>) {
    super(hint);
    Object.assign(this, handoff);
  }
}

const MEMBERS = [
  ProvideAddress,
  ChooseShipping,
  OpenPaymentSession,
  PayAtUrl,
  ConfirmPayment,
  AnswerChallenge,
  PayOffline,
  HandOffToSeller,
  Wait,
  RetryCheckout,
  StartOver,
  Done,
] as const;

export const NextAction = createUnionType({
  name: 'NextAction',
  description: 'What the buyer does next',
  types: () => MEMBERS,
  resolveType: (action: Action) => action.constructor.name,
});

export type NextAction = InstanceType<(typeof MEMBERS)[number]>;
