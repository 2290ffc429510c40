import { Inject, Injectable } from '@nestjs/common';
import { PaymentRail, type ProviderSettings, type Tenant, type TenantContext } from '@comptoir/tenant-kit';
import { GuardedProvider } from './guard/guarded-provider.js';
import { collectingAccount, takesAtOnce } from './money/money-terms.js';
import { PAYMENT_PROVIDERS, type PaymentProvider } from './payment-provider.js';
import { NoAvailableProvider } from './payments.problems.js';
import { route, type Candidate, type Offer, type Payment, type Skipped } from './routing/route.js';

/** Who takes a payment, and how that came. */
export interface Chosen extends Candidate {
  /** The rail that the caller named. */
  asked: PaymentRail | null;
  /** Providers of the tenant that cannot take it. */
  skipped: Skipped[];
}

/** Of a tenant that says nothing else. */
const STRIPE_ALONE: readonly ProviderSettings[] = [{ provider: 'stripe', preference: 100 }];

/** Of a rail that cannot do what the tenant wishes, and is taken all the same. */
const AT_ONCE = 'Money is not authorised first here, as the seller has it elsewhere: it is paid at once.';

/** Finds the provider that collects, or that collected. */
@Injectable()
export class PaymentsService {
  constructor(@Inject(PAYMENT_PROVIDERS) private readonly providers: readonly PaymentProvider[]) {}

  /** The best provider for a new session, and why. `tried` could not take it; they are not asked again. */
  choose({ tenant }: TenantContext, payment: Payment, tried: readonly Skipped[] = []): Chosen {
    const settings = tenant.payment?.providers ?? STRIPE_ALONE;
    const { candidates, skipped } = route(
      payment,
      settings.map((one) => this.offer(tenant, one, payment)),
    );
    const failed = new Set(tried.map(({ provider }) => provider));
    const [chosen] = candidates.filter(({ provider }) => !failed.has(provider));
    const others = [...tried, ...skipped.filter(({ provider }) => !failed.has(provider))];
    if (!chosen) throw new NoAvailableProvider(others);
    const said = takesAtOnce(tenant, chosen.rail) ? [AT_ONCE] : [];
    return { ...chosen, reasons: [...chosen.reasons, ...said], asked: payment.rail, skipped: others };
  }

  private offer(tenant: Tenant, settings: ProviderSettings, { amount, currency }: Payment): Offer {
    const provider = this.find(settings.provider);
    const rails = provider?.offeredRails ?? [];
    const offered = rails.filter((rail) => rail !== PaymentRail.STRIPE_MPP || tenant.stripeProfile);
    const health = provider instanceof GuardedProvider ? provider.health(collectingAccount(tenant)) : 'good';
    // With nothing to pay no provider is asked, and no limit applies.
    const refuses = amount === null ? null : (provider?.whyNot({ amount, currency }) ?? null);
    return { settings, rails: offered, health, refuses };
  }

  /** The provider that a stored session names. */
  get(name: string): PaymentProvider {
    const provider = this.find(name);
    if (!provider) throw new Error(`Payment provider ${name} is not configured`);
    return provider;
  }

  /** Asks an account again at once, although it failed a moment ago: a person has taken the cause away. */
  tryAgain(name: string, account: string): void {
    const provider = this.find(name);
    if (provider instanceof GuardedProvider) provider.forget(account);
  }

  names(): string[] {
    return this.providers.map(({ name }) => name);
  }

  find(name: string): PaymentProvider | null {
    return this.providers.find((provider) => provider.name === name) ?? null;
  }

  /** Whether no real money moves on this rail. */
  isTestMode(rail: PaymentRail): boolean {
    return this.providers.every(({ testMode, offeredRails }) => testMode || !offeredRails.includes(rail));
  }
}
