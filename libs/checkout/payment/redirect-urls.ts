import { Injectable } from '@nestjs/common';
import { InvalidInput } from '@comptoir/kernel';
import type { TenantContext } from '@comptoir/tenant-kit';

/** Where the buyer is to be sent afterwards, as the input names it. */
interface Wanted {
  successUrl?: string | null;
  cancelUrl?: string | null;
}

/** Lets a payment page send the buyer back only to origins that the tenant listed. */
@Injectable()
export class RedirectUrls {
  check({ tenant }: TenantContext, { successUrl, cancelUrl }: Wanted): void {
    for (const [name, url] of Object.entries({ successUrl, cancelUrl })) {
      if (url && !tenant.redirectOrigins.includes(originOf(url))) {
        const wrong = `${originOf(url)} is none of the origins that the seller allows; ask the seller to list it`;
        throw InvalidInput.at(`input.${name}`, 'redirectOrigin', wrong);
      }
    }
  }
}

function originOf(url: string): string {
  return URL.canParse(url) ? new URL(url).origin : 'This address';
}
