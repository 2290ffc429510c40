import type { Provider } from '@nestjs/common';
import type { KindManifest, TenantKind } from '../define-tenant-kind.js';
import type { CartView } from '../ports/cart.port.js';
import type { Subject } from '../ports/checkout.port.js';
import type { TenantContext } from '../tenant.js';
import type { Address } from '../types/address.js';
import type { SuitePorts } from './suite-ports.js';

/** What is put to the proof. */
export interface KindUnderTest {
  /** The `comptoir` field of its package.json. */
  manifest: KindManifest;
  /** The default export of its package. */
  definition: TenantKind;
}

/** Samples of what a kind sells. Ids mean the same at every tenant of the suite. */
export interface SubjectSamples {
  /** Can be had, at least once. */
  good: Subject;
  /** Cannot be had, from the start: sold out, or empty. Refused by whichever call notices it. */
  gone: Subject;
  /** Of another kind; refused with `KindMismatch` when it is opened. */
  foreign: Subject;
  /**
   * Two subjects of which only one can be had, such as two carts with the last unit. Null for a kind that holds
   * nothing. It may be one subject twice where two buyers can ask for the same.
   */
  last: readonly [Subject, Subject] | null;
}

/** A small world in which the kind is put to the proof, given by its author. */
export interface KindWorld {
  /** Settings of the sample tenant, as an operator writes them. */
  settings: Record<string, unknown>;
  /** Settings of a tenant that has nothing to sell, where goods are part of the settings; else those of the sample. */
  emptySettings?: Record<string, unknown>;
  /** ISO 4217, the tenant's currencies; `EUR` when absent. */
  currencies?: string[];
  /** Where deliveries go; none when absent. */
  shippingAddress?: Address;
  /**
   * Puts goods in place. Called for each of two tenants, with the same ids, and never for the empty one. It does the same
   * every time, since clauses compare what several of these worlds end in: no random ids, and instants from
   * `ports.clock` alone.
   */
  seed(tenant: TenantContext, ports: SuitePorts): Promise<void> | void;
  subjects: SubjectSamples;
  /** The platform's side, made anew for every clause; the kit's own fakes when absent. */
  ports?: () => Promise<SuitePorts>;
  /** Whatever else the kind injects that is neither its own nor the kit's. */
  providers?: readonly Provider[];
}

/** A kind in its world: what every clause is about. */
export interface Trial {
  kind: KindUnderTest;
  world: KindWorld;
}

/** Who buys in the suite; owns every cart that {@link sampleCart} makes. */
export const OWNER = 'guest_suite';

/** A cart of the suite's buyer, for {@link KindWorld.seed}: `lines` are quantities by SKU, at 12.50 each. */
export function sampleCart(id: string, lines: Readonly<Record<string, number>>): CartView {
  return {
    id,
    ownerId: OWNER,
    currency: 'EUR',
    shippingAddress: null,
    checkoutId: null,
    completed: false,
    lines: Object.entries(lines).map(([sku, quantity]) => ({
      id: `line_${sku}`,
      productId: `product-${sku}`,
      sku,
      title: sku,
      quantity,
      unitPrice: 1250,
      weightGrams: 300,
      requiresShipping: true,
    })),
  };
}
