import { Args, Query, ResolveReference, Resolver } from '@nestjs/graphql';
import {
  CurrentCaller,
  Operation,
  referenced,
  type CallContext,
  type Caller,
  type EntityReference,
} from '@comptoir/tenant-kit';
import { QuoteStayArgs, StayArgs, StaySearchArgs } from './stay.args.js';
import { Property, StayAvailability, StayQuote, StaySearch } from './stay.types.js';
import { Stays } from './stays.service.js';

const READ = { scope: 'public', risk: 'READ', capability: 'stays', key: 'none' } as const;

/** Reads that everybody may make before booking. */
@Resolver(() => Property)
export class StaysResolver {
  constructor(private readonly reads: Stays) {}

  @Operation(READ)
  @Query(() => StaySearch, {
    name: 'stays',
    description: 'Search a tenant’s properties by dates and guests, with totals; holds nothing',
  })
  search(@Args() { place, ...request }: StaySearchArgs, @CurrentCaller() { tenant }: Caller): Promise<StaySearch> {
    return this.reads.search(tenant, request, place ?? null);
  }

  @Operation(READ)
  @Query(() => StayAvailability, {
    name: 'stayAvailability',
    description: 'Whether a property can be booked for dates and guests, and what could be instead; holds nothing',
  })
  async availability(@Args() request: StayArgs, @CurrentCaller() { tenant }: Caller): Promise<StayAvailability> {
    const { refusals, alternatives } = await this.reads.availability(tenant, request);
    const answer = { available: refusals.length === 0, reasons: refusals, alternatives };
    return Object.assign(new StayAvailability(), answer);
  }

  @Operation(READ)
  @Query(() => StayQuote, {
    name: 'quoteStay',
    description:
      'Price of a stay, night by night. Refuses dates that cannot be booked. Holds nothing; `lockQuote` keeps the price.',
  })
  async quote(@Args() { channel, ...request }: QuoteStayArgs, @CurrentCaller() { tenant }: Caller): Promise<StayQuote> {
    return Object.assign(new StayQuote(), await this.reads.quote(tenant, request, channel));
  }

  /** A property that another subgraph refers to. */
  @ResolveReference()
  async reference(representation: EntityReference, context: CallContext): Promise<Property | null> {
    const found = await referenced(representation, context, 'stays');
    return found && this.reads.find(found.tenant, found.id);
  }
}
