import { Inject, Injectable } from '@nestjs/common';
import { after, CLOCK, InvalidInput, NotFound, type Clock } from '@comptoir/kernel';
import {
  COLLECTIONS,
  type Caller,
  type CollectionsPort,
  type KindCollection,
  type TenantContext,
} from '@comptoir/tenant-kit';
import { Stays } from '../stays/stays.service.js';
import { differences, quoteId, type Quote, type QuoteTerms } from './quote.js';
import { QuoteExpired, QuoteMismatch, QuoteRedeemed } from './quote.problems.js';

const VALID_MS = 15 * 60_000;

/** How long a quote that nobody redeemed is remembered: a repeat of the call that locked it still finds it. */
const REMEMBERED_MS = 24 * 3_600_000;

/** Prices that stand for a while. A quote is redeemed by one checkout at a time, by compare-and-set. */
@Injectable()
export class Quotes {
  private readonly quotes: KindCollection<Quote>;

  constructor(
    @Inject(COLLECTIONS) collections: CollectionsPort,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly stays: Stays,
  ) {
    this.quotes = collections.collection<Quote>('rental_quotes', { removedAfter: 'forgetAt' });
  }

  /** Same key, same quote, also when it is over or its nights went to somebody else. */
  async lock({ tenant, principal, key }: Caller, terms: QuoteTerms): Promise<{ quote: Quote; replayed: boolean }> {
    if (!key) throw InvalidInput.at('idempotencyKey', 'isDefined', 'a quote needs an idempotency key');
    const id = quoteId(tenant.tenantId, principal.id, key);
    const known = await this.known(tenant, id, terms);
    if (known) return { quote: known, replayed: true };
    const priced = await this.stays.quote(tenant, terms, terms.channel);
    const validUntil = after(this.clock.now(), VALID_MS);
    const forgetAt = after(validUntil, REMEMBERED_MS);
    const quote: Quote = { ...priced, id, ownerId: principal.id, validUntil, checkoutId: null, forgetAt };
    if (await this.quotes.insert(tenant, quote)) return { quote, replayed: false };
    const first = await this.known(tenant, id, terms);
    if (!first) throw new Error(`Quote ${id} is neither new nor there`);
    return { quote: first, replayed: true };
  }

  /** A quote of `ownerId` for exactly these terms, free and in time, or with the checkout that redeemed it. */
  async bound(tenant: TenantContext, id: string, ownerId: string, terms: Partial<QuoteTerms>): Promise<Quote> {
    const quote = await this.quotes.get(tenant, id);
    if (quote?.ownerId !== ownerId) throw new NotFound('quote');
    refuseOthers(quote, { ...quote, ...terms });
    if (quote.checkoutId === null && quote.validUntil <= this.clock.now()) throw new QuoteExpired();
    return quote;
  }

  /** The price that a checkout may take from it: free and in time, or redeemed by this very checkout. */
  async standing(tenant: TenantContext, id: string, checkoutId: string): Promise<Quote> {
    const quote = await this.quotes.get(tenant, id);
    if (!quote) throw new NotFound('quote');
    if (quote.checkoutId === checkoutId) return quote;
    if (quote.checkoutId !== null) throw new QuoteRedeemed();
    if (quote.validUntil <= this.clock.now()) throw new QuoteExpired();
    return quote;
  }

  /** Gives the quote to one checkout. Repeats succeed, also after its time: it was redeemed within it. */
  async redeem(tenant: TenantContext, id: string, checkoutId: string): Promise<void> {
    const free = { checkoutId: null, validUntil: { $gt: this.clock.now() } };
    const guard = { $or: [{ checkoutId }, free] };
    if (await this.quotes.update(tenant, id, guard, { $set: { checkoutId, forgetAt: null } })) return;
    await this.standing(tenant, id, checkoutId);
    // Given back between the two calls; the platform repeats the step.
    throw new Error(`Quote ${id} changed hands just now`);
  }

  /** The checkout is over: within its time the quote can be redeemed again. */
  async giveBack(tenant: TenantContext, id: string, checkoutId: string): Promise<void> {
    const quote = await this.quotes.get(tenant, id);
    if (quote?.checkoutId !== checkoutId) return;
    const free = { checkoutId: null, forgetAt: after(quote.validUntil, REMEMBERED_MS) };
    await this.quotes.update(tenant, id, { checkoutId }, { $set: free });
  }

  private async known(tenant: TenantContext, id: string, terms: QuoteTerms): Promise<Quote | null> {
    const quote = await this.quotes.get(tenant, id);
    if (quote) refuseOthers(quote, terms);
    return quote;
  }
}

function refuseOthers(quote: Quote, terms: QuoteTerms): void {
  const fields = differences(quote, terms);
  if (fields.length) throw new QuoteMismatch(fields);
}
