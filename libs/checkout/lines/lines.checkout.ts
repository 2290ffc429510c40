import { Injectable } from '@nestjs/common';
import { InvalidInput, sum, times } from '@comptoir/kernel';
import {
  KindMismatch,
  type CheckoutCall,
  type CheckoutPort,
  type OpenCall,
  type Opening,
  type Pricing,
  type Subject,
} from '@comptoir/tenant-kit';
import { isLines, LINES, type LinesSubject } from './lines-subject.js';

/** The most that one checkout of lines may come to, minor units: what a payment page takes at most. */
const MOST = 99_999_999;

/** Sells what the caller says at the price that the caller says. There is nothing to hold and nothing to take back. */
@Injectable()
export class LinesCheckoutPort implements CheckoutPort {
  open({ tenant: { tenant }, subject }: OpenCall): Promise<Opening> {
    const { currency, lines } = linesOf(subject);
    if (!tenant.currencies.includes(currency)) {
      throw InvalidInput.at('input.currency', 'currency', `must be one of ${tenant.currencies.join(', ')}`);
    }
    const totals = lines.map((line) => times(line.unitPrice, line.quantity));
    // One after the other: all of them together may be more than a number can say.
    if (totals.some((total) => total > MOST) || sum(totals) > MOST) {
      throw InvalidInput.at('input.lines', 'max', `must come to ${MOST} at most`);
    }
    return Promise.resolve({ subject, currency, shippingAddress: null, checkoutId: null });
  }

  validate(): Promise<void> {
    return Promise.resolve();
  }

  price({ checkout }: CheckoutCall): Promise<Pricing> {
    const lines = linesOf(checkout.subject).lines.map(({ title, quantity, unitPrice }, index) => {
      const id = `line_${index + 1}`;
      return { id, sku: id, title, quantity, unitPrice, total: times(unitPrice, quantity) };
    });
    const nothing = { shipping: 0, tax: 0, discount: 0, includedTax: 0, requiresAddress: false, shippingOption: null };
    return Promise.resolve({ lines, ...nothing });
  }

  hold(): Promise<void> {
    return Promise.resolve();
  }

  release(): Promise<void> {
    return Promise.resolve();
  }

  draft(): Promise<Record<string, unknown>> {
    return Promise.resolve({});
  }

  discard(): Promise<void> {
    return Promise.resolve();
  }

  fulfil(): Promise<void> {
    return Promise.resolve();
  }

  cancel(): Promise<void> {
    return Promise.resolve();
  }

  describe(): Record<string, unknown> {
    return {};
  }
}

function linesOf(subject: Subject): LinesSubject {
  if (!isLines(subject)) throw new KindMismatch(LINES, subject.type);
  return subject;
}
