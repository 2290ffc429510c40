import { Injectable } from '@nestjs/common';
import { InvalidInput } from '@comptoir/kernel';
import type { TenantContext } from '@comptoir/tenant-kit';

/** Lets a payment page send the buyer back only to origins that the tenant listed. */
@Injectable()
export class RedirectUrls {
  check(tenant: TenantContext, urls: readonly (string | null | undefined)[]): void {
    for (const url of urls) {
      if (url && !tenant.tenant.redirectOrigins.includes(originOf(url))) {
        throw InvalidInput.at('input', 'redirectOrigin', `${originOf(url)} is not an allowed origin of this tenant`);
      }
    }
  }
}

function originOf(url: string): string {
  return URL.canParse(url) ? new URL(url).origin : 'This address';
}
