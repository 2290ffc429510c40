import { Field } from '@nestjs/graphql';
import { Problem, ProblemType } from '@comptoir/kernel';
import { DeliveryArea } from './delivery-area.js';

@ProblemType({
  code: 'DELIVERY_UNAVAILABLE',
  status: 422,
  retryable: false,
  description: 'The tenant does not deliver to this address; `coverage` says where it does.',
  advice: 'Ask the buyer for an address inside the coverage, or take out the goods that need delivery.',
})
export class DeliveryUnavailable extends Problem {
  @Field(() => [DeliveryArea], { description: 'Where the tenant delivers; empty when it ships nowhere' })
  readonly coverage: DeliveryArea[];

  constructor(coverage: DeliveryArea[]) {
    super(coverage.length ? 'The seller does not deliver to this address.' : 'The seller does not deliver anywhere.');
    this.coverage = coverage;
  }
}
