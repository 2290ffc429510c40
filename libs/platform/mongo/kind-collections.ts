import { Injectable } from '@nestjs/common';
import type { CollectionOptions, CollectionsPort, KindCollection } from '@comptoir/tenant-kit';
import { defineCollection } from './collection-definition.js';
import { Database } from './database.js';

/** Collections of tenant kinds: named apart from ours, so that neither side can take the other's. */
@Injectable()
export class KindCollections implements CollectionsPort {
  constructor(private readonly database: Database) {}

  collection<T extends { id: string }>(
    name: string,
    { indexes = [], removedAfter }: CollectionOptions = {},
  ): KindCollection<T> {
    const definition = defineCollection<T>({
      name: `kind_${name}`,
      fields: null,
      indexes: [
        ...indexes.map((keys) => ({ keys: { tenantId: 1 as const, ...keys } })),
        ...(removedAfter ? [{ keys: { [removedAfter]: 1 as const }, options: { expireAfterSeconds: 0 } }] : []),
      ],
    });
    return this.database.tenantCollection(definition);
  }
}
