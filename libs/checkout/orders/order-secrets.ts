import { Injectable } from '@nestjs/common';
import { Secrets } from '#platform';

/** Which order. */
export interface OrderRef {
  tenantId: string;
  /** Same as the id of its checkout, so the secret is there before the order is. */
  id: string;
}

/**
 * One secret per order: whoever has it may read that order without being its owner, such as a guest whose session is
 * gone. An HMAC of what the order is called, so nothing is stored and the same answer can be given again.
 */
@Injectable()
export class OrderSecrets {
  constructor(private readonly secrets: Secrets) {}

  of(order: OrderRef): string {
    return this.secrets.code('object-secret', named(order));
  }

  /** In constant time, and without looking whether there is such an order. */
  matches(order: OrderRef, given: string): boolean {
    return this.secrets.matches('object-secret', named(order), given);
  }
}

function named({ tenantId, id }: OrderRef): string {
  return `order.${tenantId}.${id}`;
}
