import { Injectable } from '@nestjs/common';
import { formatMoney } from '@comptoir/kernel';
import { Mailer } from '#platform';
import type { Outcome } from '../engine/engine.js';
import { pricingOf, totalOf } from '../pricing/pricing.js';
import { DONE, type Step, type StepContext } from './step.js';

/** Sends the receipt. The key names the message, so a repeat replaces it instead of adding one. */
@Injectable()
export class NotifyStep implements Step {
  constructor(private readonly mailer: Mailer) {}

  async perform({ tenant, checkout, call }: StepContext): Promise<Outcome> {
    if (!checkout.email) return DONE;
    const { currency } = checkout;
    const lines = pricingOf(checkout).lines.map(
      ({ quantity, title, total }) => `${quantity} x ${title}   ${formatMoney(total, currency)}`,
    );
    await this.mailer.send({
      key: call.key,
      to: checkout.email,
      subject: `Your order ${checkout.id} at ${tenant.tenant.name}`,
      text: [...lines, '', `Total ${formatMoney(totalOf(checkout), currency)}, paid. Thank you.`].join('\n'),
    });
    return DONE;
  }

  /** A mail cannot be taken back. */
  undo(): Promise<Outcome> {
    return Promise.resolve(DONE);
  }
}
