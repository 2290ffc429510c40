import { Injectable } from '@nestjs/common';
import type { MinorUnits } from '@comptoir/kernel';
import type { TenantContext } from '@comptoir/tenant-kit';
import { PublicUrl, Secrets } from '#platform';
import { NoAvailableProvider } from '../payments.problems.js';
import { toStripeAmount } from '../stripe/amounts/stripe-amount.js';
import { challengeFor, type PaymentChallenge } from './payment-challenge.js';

/** What a machine is asked to pay at one session of ours. */
export interface MachineSession {
  checkoutId: string;
  sessionId: string;
  amount: MinorUnits;
  currency: string;
  expiresAt: Date;
}

/** Makes the challenge of a payment session, the same one each time. */
@Injectable()
export class PaymentChallenges {
  constructor(
    private readonly secrets: Secrets,
    private readonly publicUrl: PublicUrl,
  ) {}

  of({ tenant }: TenantContext, session: MachineSession): PaymentChallenge {
    const { amount, currency } = session;
    if (!tenant.stripeProfile)
      throw new NoAvailableProvider([{ provider: 'stripe', reason: 'It takes no payments of machines here.' }]);
    const demand = {
      ...session,
      realm: new URL(this.publicUrl.get()).host,
      amount: toStripeAmount(amount, currency),
      currency: currency.toLowerCase(),
      networkId: tenant.stripeProfile,
    };
    return challengeFor(demand, (text) => this.secrets.code('payment-challenge', text));
  }
}
