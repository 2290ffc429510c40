import { Injectable } from '@nestjs/common';
import { PublicUrl, Secrets } from '#platform';

/** Whose checkout a payment link opens. */
export interface PayLink {
  tenantId: string;
  id: string;
}

/**
 * Links to our payment page: `/pay/<tenant>.<checkout>.<code>`. The code is an HMAC, so a link can be handed to a buyer
 * without a login and cannot be made up. It shows seller and total only, never who buys.
 */
@Injectable()
export class PayLinks {
  constructor(
    private readonly secrets: Secrets,
    private readonly publicUrl: PublicUrl,
  ) {}

  landing(checkout: PayLink): string {
    const named = `${checkout.tenantId}.${checkout.id}`;
    return `${this.publicUrl.get()}/pay/${named}.${this.secrets.code('pay-link', named)}`;
  }

  /** Where the provider sends the buyer back to. */
  back(checkout: PayLink): string {
    return `${this.landing(checkout)}/return`;
  }

  /** Where a machine pays. */
  challenge(checkout: PayLink): string {
    return `${this.landing(checkout)}/challenge`;
  }

  /** The checkout that a token names, or null when we did not make it. */
  read(token: string): PayLink | null {
    const [tenantId, id, code, ...rest] = token.split('.');
    if (!tenantId || !id || !code || rest.length) return null;
    return this.secrets.matches('pay-link', `${tenantId}.${id}`, code) ? { tenantId, id } : null;
  }
}
