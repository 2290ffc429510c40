import { Field, ObjectType, type createUnionType } from '@nestjs/graphql';
import type { Problem } from '@comptoir/kernel';
import type { Type } from '@nestjs/common';
import {
  CartEmpty,
  CartInCheckout,
  Checkout,
  CheckoutSucceeded,
  declareStartProblems,
  KindMismatch,
  Order,
  resultUnion,
} from '@comptoir/tenant-kit';
import { NoAvailableProvider, PaymentDeclined, PaymentRefused, PaymentServiceError } from '#payments';
import { IdempotencyInFlight, IdempotencyKeyMismatch, IdempotencyKeyRequired } from '#platform';
import { DeliveryUnavailable, SkuNotFound } from '#shop';
import {
  CheckoutBusy,
  CheckoutNotOpen,
  CheckoutNotRetryable,
  InventoryServiceError,
  OrderServiceError,
  SagaTimeout,
  ShippingAddressRequired,
  ShippingOptionUnknown,
  TestModeOnly,
} from '../checkout.problems.js';
import { kindProblems } from './kind-problems.js';

@ObjectType({ description: 'One page of checkouts, newest first' })
export class CheckoutPage {
  @Field(() => [Checkout])
  nodes: Checkout[];

  @Field(() => String, { nullable: true, description: 'Pass it as `after` for the next page; null on the last' })
  endCursor: string | null;
}

@ObjectType({ description: 'One page of orders, newest first' })
export class OrderPage {
  @Field(() => [Order])
  nodes: Order[];

  @Field(() => String, { nullable: true, description: 'Pass it as `after` for the next page; null on the last' })
  endCursor: string | null;
}

const KEYED: readonly Type<Problem>[] = [
  IdempotencyKeyRequired,
  IdempotencyKeyMismatch,
  IdempotencyInFlight,
  CheckoutBusy,
];
const RUN: readonly Type<Problem>[] = [
  CartEmpty,
  CartInCheckout,
  InventoryServiceError,
  OrderServiceError,
  SagaTimeout,
];

const PAYING: readonly Type<Problem>[] = [
  CheckoutNotOpen,
  ShippingAddressRequired,
  PaymentServiceError,
  PaymentRefused,
  NoAvailableProvider,
];

declareStartProblems([...KEYED, ...RUN]);

export const StartCheckoutResult: Union = resultUnion('StartCheckoutResult', CheckoutSucceeded, () => [
  ...KEYED,
  ...RUN,
  TestModeOnly,
  ...PAYING,
  PaymentDeclined,
  KindMismatch,
  SkuNotFound,
  ...kindProblems(),
]);

export const CreatePaymentSessionResult: Union = resultUnion('CreatePaymentSessionResult', CheckoutSucceeded, () => [
  ...KEYED,
  ...RUN,
  ...PAYING,
  ...kindProblems(),
]);

export const QuickCheckoutResult: Union = resultUnion('QuickCheckoutResult', CheckoutSucceeded, () => [
  ...KEYED,
  ...RUN,
  KindMismatch,
  SkuNotFound,
  ...PAYING,
  ...kindProblems(),
]);

export const UpdateCheckoutResult: Union = resultUnion('UpdateCheckoutResult', CheckoutSucceeded, () => [
  CheckoutBusy,
  CheckoutNotOpen,
  ShippingOptionUnknown,
  DeliveryUnavailable,
  SkuNotFound,
  PaymentServiceError,
  ...kindProblems(),
]);

export const RetryCheckoutResult: Union = resultUnion('RetryCheckoutResult', CheckoutSucceeded, () => [
  ...KEYED,
  ...RUN,
  CheckoutNotRetryable,
  ...kindProblems(),
]);

export const CancelCheckoutResult: Union = resultUnion('CancelCheckoutResult', CheckoutSucceeded, () => [
  ...KEYED,
  CheckoutNotOpen,
  PaymentServiceError,
]);

type Union = ReturnType<typeof createUnionType>;
