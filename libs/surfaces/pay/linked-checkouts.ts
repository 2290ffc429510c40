import { Injectable } from '@nestjs/common';
import { NotFound } from '@comptoir/kernel';
import type { TenantContext } from '@comptoir/tenant-kit';
import { CheckoutReader, PayLinks, type CheckoutDocument } from '#checkout';
import { TenantsService } from '#tenants';

/** Finds the checkout that a payment link opens. The link proves who may see it. */
@Injectable()
export class LinkedCheckouts {
  constructor(
    private readonly links: PayLinks,
    private readonly reader: CheckoutReader,
    private readonly tenants: TenantsService,
  ) {}

  async find(token: string): Promise<{ tenant: TenantContext; checkout: CheckoutDocument }> {
    const link = this.links.read(token);
    const checkout = link && (await this.reader.linked(link.tenantId, link.id, 0));
    if (!link || !checkout) throw new NotFound('payment page');
    return { tenant: await this.tenants.resolveForWork(link.tenantId), checkout };
  }
}
