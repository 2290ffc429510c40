import { Inject, Injectable } from '@nestjs/common';
import { PaymentRail, type TenantContext } from '@comptoir/tenant-kit';
import { PAYMENT_PROVIDERS, type PaymentProvider } from './payment-provider.js';
import { NoAvailableProvider } from './payments.problems.js';

/** Finds the provider that collects, or that collected. */
@Injectable()
export class PaymentsService {
  constructor(@Inject(PAYMENT_PROVIDERS) private readonly providers: readonly PaymentProvider[]) {}

  /** The provider for a new session. */
  choose({ tenant }: TenantContext, currency: string, rail: PaymentRail): PaymentProvider {
    const provider = this.providers[0];
    const offered = rail !== PaymentRail.STRIPE_MPP || tenant.stripeProfile;
    if (!provider || !offered) throw new NoAvailableProvider(currency);
    return provider;
  }

  /** The provider that a stored session names. */
  get(name: string): PaymentProvider {
    const provider = this.find(name);
    if (!provider) throw new Error(`Payment provider ${name} is not configured`);
    return provider;
  }

  names(): string[] {
    return this.providers.map(({ name }) => name);
  }

  find(name: string): PaymentProvider | null {
    return this.providers.find((provider) => provider.name === name) ?? null;
  }

  /** Whether no provider moves real money. */
  isTestMode(): boolean {
    return this.providers.every(({ testMode }) => testMode);
  }
}
