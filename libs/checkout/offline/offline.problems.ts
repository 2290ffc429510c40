import { Field } from '@nestjs/graphql';
import { Problem, ProblemType } from '@comptoir/kernel';

@ProblemType({
  code: 'OFFLINE_PAYMENT_OVER',
  status: 409,
  retryable: false,
  description:
    'This payment does not wait for the seller any more: it was decided otherwise before, or its checkout ended or is to be paid in another way. `state` says which. Nothing was changed.',
  advice: 'Pay the buyer back if the money came all the same, and let them order again.',
})
export class OfflinePaymentOver extends Problem {
  @Field({ description: '`paid`, `refused` or `closed`' })
  readonly state: string;

  constructor(state: string) {
    super(`This payment is ${state} and cannot be decided any more.`);
    this.state = state;
  }
}
