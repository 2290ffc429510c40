import { Injectable } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { ShippingSettings } from '@comptoir/tenant-kit';
import type { Address, Parcel, ShippingOption, ShippingPort, Tenant, TenantContext } from '@comptoir/tenant-kit';
import { DeliveryArea } from './delivery-area.js';
import { covers, shippingOptions } from './shipping-options.js';

/** Where a tenant delivers, how, and for how much: read from `settings.shipping` of its record. */
@Injectable()
export class ShippingService implements ShippingPort {
  /** By record: a changed tenant is another object, and one that is forgotten takes its entry along. */
  private readonly parsed = new WeakMap<Tenant, ShippingSettings>();

  options({ tenant }: TenantContext, parcel: Parcel): ShippingOption[] {
    const { coverage, rates } = this.settings(tenant);
    return covers(coverage, parcel.address) ? shippingOptions(rates, parcel, tenant.currencies[0]) : [];
  }

  covers({ tenant }: TenantContext, address: Address): boolean {
    return covers(this.settings(tenant).coverage, address);
  }

  /** Where the tenant delivers; empty for a tenant that ships nowhere. */
  coverage({ tenant }: TenantContext): DeliveryArea[] {
    return this.settings(tenant).coverage.map((area) => DeliveryArea.of(area));
  }

  private settings(tenant: Tenant): ShippingSettings {
    const known = this.parsed.get(tenant);
    if (known) return known;
    const settings = plainToInstance(ShippingSettings, tenant.settings['shipping'] ?? {});
    const faults = validateSync(settings);
    // The kind validates what is stored; this is a kind that nests something else under this name.
    if (faults.length) throw new Error(`Tenant ${tenant.id} has shipping settings that break their rules`);
    this.parsed.set(tenant, settings);
    return settings;
  }
}
