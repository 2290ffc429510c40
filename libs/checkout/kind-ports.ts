import { Injectable } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import type { CheckoutPort } from '@comptoir/tenant-kit';
import { KindRegistry } from '#tenants';

/** From the name of a kind to what answers for it. */
@Injectable()
export class KindPorts {
  constructor(
    private readonly kinds: KindRegistry,
    private readonly modules: ModuleRef,
  ) {}

  of(kind: string): CheckoutPort {
    return this.modules.get(this.kinds.get(kind).definition.checkout, { strict: false });
  }
}
