import { Args, ID, Mutation, Resolver } from '@nestjs/graphql';
import { Inject } from '@nestjs/common';
import {
  CHECKOUTS,
  CurrentCaller,
  IDEMPOTENCY_KEY_ARG,
  Operation,
  type Caller,
  type CheckoutsPort,
  type CheckoutSucceeded,
} from '@comptoir/tenant-kit';
import { LockedQuote, LockQuoteInput, LockQuoteResult, LockQuoteSucceeded } from '../quotes/quote.types.js';
import { Quotes } from '../quotes/quotes.service.js';
import { CheckoutStayInput, CheckoutStayResult } from './booking.types.js';
import type { StaySubject } from './stay-subject.js';

const TENANT = { type: () => ID, description: 'Tenant handle' } as const;

/** What a guest does to book. */
@Resolver()
export class BookingResolver {
  constructor(
    private readonly quotes: Quotes,
    @Inject(CHECKOUTS) private readonly checkouts: CheckoutsPort,
  ) {}

  @Operation({ scope: 'checkout:write', risk: 'WRITE', capability: 'stays', key: 'required' })
  @Mutation(() => LockQuoteResult, {
    description: 'Keeps the price of a stay for 15 minutes. Holds no nights. Next: checkoutStay with its id.',
  })
  async lockQuote(
    @Args('tenantId', TENANT) _tenantId: string,
    @Args('input') input: LockQuoteInput,
    @Args('idempotencyKey', IDEMPOTENCY_KEY_ARG) _key: string | undefined,
    @CurrentCaller() caller: Caller,
  ): Promise<LockQuoteSucceeded> {
    const { quote, replayed } = await this.quotes.lock(caller, input);
    return Object.assign(new LockQuoteSucceeded(), { quote: Object.assign(new LockedQuote(), quote), replayed });
  }

  @Operation({ scope: 'checkout:write', risk: 'HOLD', capability: 'stays', key: 'required' })
  @Mutation(() => CheckoutStayResult, {
    description:
      'Starts the checkout of a stay: holds its nights, takes no money. A quote that a live checkout of yours has redeemed brings that checkout back. Next: createPaymentSession.',
  })
  checkoutStay(
    @Args('tenantId', TENANT) _tenantId: string,
    @Args('input') { email, ...stay }: CheckoutStayInput,
    @Args('idempotencyKey', IDEMPOTENCY_KEY_ARG) _key: string | undefined,
    @CurrentCaller() caller: Caller,
  ): Promise<CheckoutSucceeded> {
    const { quoteId = null, channel = null, ...terms } = stay;
    const subject: StaySubject = { type: 'stay', ...terms, quoteId, channel };
    return this.checkouts.start(caller, 'checkoutStay', { subject, email });
  }
}
