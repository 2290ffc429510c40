import { newId } from '../../core/ids.js';
import type { Metadata, ProductWire } from '../../core/wire.js';

/** What a product is made of. */
export interface ProductSeed {
  readonly id?: string | undefined;
  readonly active?: boolean | undefined;
  readonly created: number;
  readonly description?: string | undefined;
  readonly images?: readonly string[] | undefined;
  readonly metadata: Metadata;
  readonly name: string;
  readonly shippable?: boolean | undefined;
  readonly statement_descriptor?: string | undefined;
  readonly tax_code?: string | undefined;
  readonly unit_label?: string | undefined;
  readonly url?: string | undefined;
}

/** A product with every member of the API version. */
export function newProduct(seed: ProductSeed): ProductWire {
  return {
    id: seed.id ?? newId('prod', 14),
    object: 'product',
    active: seed.active ?? true,
    created: seed.created,
    default_price: null,
    description: seed.description ?? null,
    images: seed.images ?? [],
    livemode: false,
    marketing_features: [],
    metadata: seed.metadata,
    name: seed.name,
    package_dimensions: null,
    shippable: seed.shippable ?? null,
    statement_descriptor: seed.statement_descriptor ?? null,
    tax_code: seed.tax_code ?? null,
    tax_details: null,
    type: 'service',
    unit_label: seed.unit_label ?? null,
    updated: seed.created,
    url: seed.url ?? null,
  };
}
