import { Field } from '@nestjs/graphql';
import { formatMoney, Problem, ProblemType, type MinorUnits } from '@comptoir/kernel';
import { MinorUnitsScalar } from '@comptoir/tenant-kit';

@ProblemType({
  code: 'REFUND_EXCEEDS_PAYMENT',
  status: 409,
  retryable: false,
  description:
    'More is to be given back than is left of what was paid; `refundable` says how much is. Nothing was done.',
  advice: 'Ask for at most `refundable`.',
})
export class RefundExceedsPayment extends Problem {
  @Field(() => MinorUnitsScalar, { description: 'What can still be given back' })
  readonly refundable: MinorUnits;

  constructor(refundable: MinorUnits, currency: string) {
    super(`Only ${formatMoney(refundable, currency)} of this order can still be given back.`);
    this.refundable = refundable;
  }
}

@ProblemType({
  code: 'ORDER_NOT_REFUNDABLE',
  status: 409,
  retryable: false,
  description: 'This order is not paid, or nothing was to be paid for it.',
  advice: 'Only an order that was paid for can be refunded.',
})
export class OrderNotRefundable extends Problem {
  constructor() {
    super('There is no money to give back for this order.');
  }
}
