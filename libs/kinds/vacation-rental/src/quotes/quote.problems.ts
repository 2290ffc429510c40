import { Field } from '@nestjs/graphql';
import { Problem, ProblemType } from '@comptoir/kernel';

@ProblemType({
  code: 'QUOTE_EXPIRED',
  status: 410,
  retryable: false,
  description: 'The 15 minutes of this quote are over. Nothing is held.',
  advice: 'Call lockQuote again: the price may have changed.',
})
export class QuoteExpired extends Problem {
  constructor() {
    super('This quote is no longer valid.');
  }
}

@ProblemType({
  code: 'QUOTE_REDEEMED',
  status: 409,
  retryable: false,
  description: 'Another checkout has redeemed this quote. Nothing is held.',
  advice: 'Finish or cancel that checkout, or call lockQuote for another quote.',
})
export class QuoteRedeemed extends Problem {
  constructor() {
    super('This quote belongs to another checkout.');
  }
}

@ProblemType({
  code: 'QUOTE_MISMATCH',
  status: 422,
  retryable: false,
  description: 'The quote was locked for another stay. Nothing is held.',
  advice: 'Send exactly what the quote was locked for, or call lockQuote for this stay with a new key.',
})
export class QuoteMismatch extends Problem {
  @Field(() => [String], { description: 'What differs: `propertyId`, `checkIn`, `checkOut`, `guests`, `channel`' })
  fields: string[];

  constructor(fields: string[]) {
    super(`This quote was locked for another stay: ${fields.join(', ')}.`);
    this.fields = fields;
  }
}
