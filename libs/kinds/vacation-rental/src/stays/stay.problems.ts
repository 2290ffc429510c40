import { Field } from '@nestjs/graphql';
import { Problem, ProblemType } from '@comptoir/kernel';
import { StayRefusal, type Availability } from '../core/availability.js';
import { StayDates } from './stay.types.js';

const SENTENCES: Readonly<Record<StayRefusal, string>> = {
  dates_invalid:
    'These are no dates of a stay: both must exist, and the departure lie 1 to 90 nights after the arrival.',
  dates_past: 'The arrival is in the past.',
  guests_exceed_max: 'The property does not take that many guests.',
  min_nights_violation: 'The stay is shorter than the property allows.',
  dates_blocked: 'The host does not let the property on some of these nights.',
  dates_taken: 'Some of these nights are taken.',
};

@ProblemType({
  code: 'STAY_UNAVAILABLE',
  status: 409,
  retryable: false,
  description: 'The property cannot be booked for these dates and guests. Nothing is held.',
  advice: 'Offer the guest one of the alternatives, or search for another property with stays.',
})
export class StayUnavailable extends Problem {
  @Field(() => StayRefusal, { description: 'The first thing that is in the way' })
  reason: StayRefusal;

  @Field(() => [StayDates], { description: 'Up to 3 stays near these dates that can be booked' })
  alternatives: StayDates[];

  constructor(reason: StayRefusal, alternatives: Availability['alternatives']) {
    super(SENTENCES[reason]);
    Object.assign(this, { reason, alternatives });
  }
}
