import { Injectable } from '@nestjs/common';
import type { Pricing, ShippingOption } from '@comptoir/tenant-kit';
import type { CheckoutDocument } from '../engine/checkout-document.js';
import { checkedPricing } from './pricing.js';
import { StepEffects } from '../steps/step-effects.js';

/** Prices outside a run: when the buyer changes address or shipping. */
@Injectable()
export class PricingService {
  constructor(private readonly effects: StepEffects) {}

  async price(checkout: CheckoutDocument): Promise<Pricing> {
    const { port, call } = await this.effects.readContext(checkout);
    return checkedPricing(await port.price(call), checkout.currency);
  }

  async shippingOptions(checkout: CheckoutDocument): Promise<ShippingOption[]> {
    const { port, call } = await this.effects.readContext(checkout);
    return (await port.shippingOptions?.(call)) ?? [];
  }
}
