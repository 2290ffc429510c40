import fc from 'fast-check';
import { PaymentRail } from '@comptoir/tenant-kit';
import { route, type Health, type Offer, type Payment } from './route.js';

const RAILS = [PaymentRail.STRIPE_CHECKOUT, PaymentRail.STRIPE_INTENT, PaymentRail.OFFLINE];
const CURRENCIES = ['EUR', 'USD', 'JPY'];
const COUNTRIES = ['FR', 'DE'];

const some = <T>(values: readonly T[]) => fc.option(fc.subarray([...values], { minLength: 1 }), { nil: undefined });
const limit = fc.record({
  currency: fc.constantFrom(...CURRENCIES),
  least: fc.option(fc.nat(2000), { nil: undefined }),
  most: fc.option(fc.integer({ min: 2000, max: 9000 }), { nil: undefined }),
});

const offer = (provider: string): fc.Arbitrary<Offer> =>
  fc.record({
    rails: fc.shuffledSubarray(RAILS),
    health: fc.constantFrom<Health>('good', 'recovering', 'down'),
    refuses: fc.option(fc.constant('It takes 0.50 and more.')),
    settings: fc.record({
      provider: fc.constant(provider),
      preference: fc.nat(100),
      currencies: some(CURRENCIES),
      countries: some(COUNTRIES),
      amounts: fc.option(fc.array(limit, { maxLength: 2 }), { nil: undefined }),
    }),
  });

const offers = fc.tuple(offer('a'), offer('b'), offer('c'));
const payment: fc.Arbitrary<Payment> = fc.record({
  rail: fc.option(fc.constantFrom(...RAILS)),
  currency: fc.constantFrom(...CURRENCIES),
  amount: fc.option(fc.nat(10_000)),
  country: fc.option(fc.constantFrom(...COUNTRIES)),
});

const check = (property: (payment: Payment, offers: Offer[]) => void) =>
  fc.assert(fc.property(payment, offers, (asked, had) => property(asked, [...had])));
const named = (had: Offer[], provider: string): Offer => had.find(({ settings }) => settings.provider === provider)!;

describe('routing', () => {
  it('says of every provider of the tenant either that it can or why it cannot', () => {
    check((asked, had) => {
      const { candidates, skipped } = route(asked, had);
      const said = [...candidates, ...skipped].map(({ provider }) => provider);
      expect(said.toSorted()).toEqual(['a', 'b', 'c']);
      expect([...candidates.flatMap(({ reasons }) => reasons), ...skipped.map(({ reason }) => reason)]).not.toContain(
        '',
      );
    });
  });

  it('never chooses what the settings of the tenant rule out', () => {
    check((asked, had) => {
      for (const { provider, rail } of route(asked, had).candidates) {
        const { rails, settings, refuses } = named(had, provider);
        expect(refuses).toBeNull();
        expect(rails).toContain(rail);
        if (asked.rail) expect(rail).toBe(asked.rail);
        if (settings.currencies) expect(settings.currencies).toContain(asked.currency);
        if (settings.countries) expect(settings.countries).toContain(asked.country);
        const row = settings.amounts?.find(({ currency }) => currency === asked.currency);
        if (asked.amount !== null && row?.least !== undefined) expect(asked.amount).toBeGreaterThanOrEqual(row.least);
        if (asked.amount !== null && row?.most !== undefined) expect(asked.amount).toBeLessThanOrEqual(row.most);
      }
    });
  });

  it('never rules out what nothing in the settings speaks against', () => {
    check((asked, had) => {
      const free = had.map((one) => ({
        ...one,
        settings: { provider: one.settings.provider, preference: 50 },
        refuses: null,
      }));
      const able = free.filter(({ rails }) => (asked.rail ? rails.includes(asked.rail) : rails.length > 0));
      expect(route(asked, free).candidates).toHaveLength(able.length);
    });
  });

  it('puts the best score first, between 0 and 100, and whoever is well before whoever is down', () => {
    check((asked, had) => {
      const { candidates } = route(asked, had);
      const scores = candidates.map(({ score }) => score);
      expect(scores).toEqual(scores.toSorted((a, b) => b - a));
      for (const score of scores) expect(score >= 0 && score <= 100).toBe(true);
      const health = candidates.map(({ provider }) => named(had, provider).health);
      const [down, good] = [health.indexOf('down'), health.lastIndexOf('good')];
      if (down >= 0 && good >= 0) expect(good).toBeLessThan(down);
    });
  });

  it('goes by preference among those that are equally well, and by the order of the tenant among equals', () => {
    check((asked, had) => {
      const well = had.map((one) => ({ ...one, health: 'good' as const }));
      const { candidates } = route(asked, well);
      const preferences = candidates.map(({ provider }) => named(well, provider).settings.preference);
      expect(preferences).toEqual(preferences.toSorted((a, b) => b - a));
      const equal = had.map((one) => ({
        ...one,
        settings: { ...one.settings, preference: 7 },
        health: 'good' as const,
      }));
      const order = route(asked, equal).candidates.map(({ provider }) => provider);
      expect(order).toEqual(order.toSorted());
    });
  });

  it('says limits in money', () => {
    const settings = { provider: 'a', preference: 1, amounts: [{ currency: 'EUR', least: 10_000, most: 20_000 }] };
    const asked = { rail: null, currency: 'EUR', country: null };
    const had: Offer[] = [{ settings, rails: RAILS, health: 'good', refuses: null }];
    const reasons = [9999, 20_001].map((amount) => route({ ...asked, amount }, had).skipped[0]!.reason);
    expect(reasons).toEqual(['It is for €100.00 and more.', 'It is for up to €200.00.']);
  });
});
