import { Field, Float, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { MinorUnitsScalar } from '../scalars.js';

@ObjectType({ description: 'One line with the price it was frozen at' })
export class CheckoutLine {
  @Field(() => ID)
  id: string;

  @Field({ description: 'Stock-keeping unit' })
  sku: string;

  @Field()
  title: string;

  @Field(() => Int)
  quantity: number;

  @Field(() => MinorUnitsScalar, { description: 'Price of one' })
  unitPrice: number;

  @Field(() => MinorUnitsScalar, { description: '`unitPrice * quantity`' })
  total: number;
}

@ObjectType({ description: '`subtotal + shipping + tax - discount = total`, always, in minor units of `currency`' })
export class Totals {
  @Field({ description: 'ISO 4217' })
  currency: string;

  @Field(() => MinorUnitsScalar, { description: 'Sum of the lines' })
  subtotal: number;

  @Field(() => MinorUnitsScalar)
  shipping: number;

  @Field(() => MinorUnitsScalar, { description: 'Tax on top of the prices' })
  tax: number;

  @Field(() => MinorUnitsScalar)
  discount: number;

  @Field(() => MinorUnitsScalar, { description: 'What the buyer pays' })
  total: number;

  @Field(() => MinorUnitsScalar, { description: 'Tax contained in the prices; reported, never added' })
  includedTax: number;
}

@ObjectType({ description: 'One way to deliver, with its price' })
export class ShippingOption {
  @Field(() => ID, { description: 'Carrier, such as `poste`' })
  carrierId: string;

  @Field(() => ID, { description: 'Service of the carrier, such as `standard`' })
  serviceId: string;

  @Field({ description: 'For a person, such as `La Poste, standard`' })
  name: string;

  @Field(() => MinorUnitsScalar)
  price: number;

  @Field(() => Int, { description: 'Estimated days, at least' })
  minDays: number;

  @Field(() => Int, { description: 'Estimated days, at most' })
  maxDays: number;
}

@ObjectType({ description: 'One step of the checkout, as recorded' })
export class CheckoutStep {
  @Field({ description: 'Such as `reserve-stock`' })
  name: string;

  @Field({ description: '`ready`, `started`, `done`, `undoing` or `undone`' })
  state: string;

  @Field(() => Int, { description: 'How often it was begun anew' })
  attempt: number;

  @Field(() => Date, { nullable: true })
  startedAt?: Date | null;

  @Field(() => Date, { nullable: true })
  endedAt?: Date | null;
}

@ObjectType({ description: 'Why a checkout failed' })
export class CheckoutFailure {
  @Field({ description: 'Problem code, see contracts/problems.md' })
  code: string;

  @Field()
  message: string;

  @Field({ description: 'Whether `retryCheckout` may help' })
  retryable: boolean;
}

/** How the money moves. Stored with each payment session under these values. */
export enum PaymentRail {
  STRIPE_CHECKOUT = 'stripe-checkout',
  STRIPE_EMBEDDED = 'stripe-embedded',
  STRIPE_ELEMENTS = 'stripe-elements',
  STRIPE_INTENT = 'stripe-intent',
  STRIPE_MPP = 'stripe-mpp',
  OFFLINE = 'offline',
}

registerEnumType(PaymentRail, {
  name: 'PaymentRail',
  description: 'How the money moves',
  valuesMap: {
    STRIPE_CHECKOUT: { description: 'On a payment page of the provider; `nextAction` is `PayAtUrl`' },
    STRIPE_EMBEDDED: {
      description: 'On the payment page of the provider inside a page of yours; `nextAction` is `ConfirmPayment`',
    },
    STRIPE_ELEMENTS: {
      description:
        'With the payment form of the provider on a page of yours, lines and total kept by the provider; `nextAction` is `ConfirmPayment`',
    },
    STRIPE_INTENT: { description: 'On a page of yours, with a client secret; `nextAction` is `ConfirmPayment`' },
    STRIPE_MPP: {
      description:
        'By a machine with a shared payment token, over HTTP 402; `nextAction` is `AnswerChallenge`. For tenants that offer it',
    },
    OFFLINE: {
      description: 'By invoice or bank transfer, which the seller confirms by hand; `nextAction` is `PayOffline`',
    },
  },
});

@ObjectType({ description: 'A provider of the tenant that did not get the payment' })
export class SkippedProvider {
  @Field({ description: 'Such as `stripe`' })
  provider: string;

  @Field({ description: 'Why, in a sentence for a person' })
  reason: string;
}

@ObjectType({ description: 'How a payment session came to its provider' })
export class PaymentRouting {
  @Field(() => Float, { description: '0 to 100; the best of those that can take the payment is chosen' })
  score: number;

  @Field(() => [String], { description: 'Why it scores so, in sentences for a person' })
  reasons: string[];

  @Field(() => [SkippedProvider], { description: 'Others that cannot take it, or refused to' })
  skipped: SkippedProvider[];
}

@ObjectType({ description: 'One attempt to collect the money of one checkout' })
export class PaymentSession {
  @Field(() => ID)
  id: string;

  @Field({ description: 'Such as `stripe`' })
  provider: string;

  @Field(() => PaymentRail)
  rail: PaymentRail;

  @Field(() => PaymentRouting, { nullable: true, description: 'Why this provider; null for sessions of long ago' })
  routing?: PaymentRouting | null;

  @Field({ description: '`opening`, `open`, `processing`, `paid`, `expired`, `closed` or `failed`' })
  state: string;

  @Field(() => MinorUnitsScalar)
  amount: number;

  @Field(() => String, { nullable: true, description: 'Hosted payment page, while open' })
  url?: string | null;

  @Field(() => Date, { nullable: true })
  expiresAt?: Date | null;
}
