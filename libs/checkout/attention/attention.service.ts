import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, NotFound, type Clock } from '@comptoir/kernel';
import type { TenantContext } from '@comptoir/tenant-kit';
import { PaymentsService } from '#payments';
import type { Page, PageRequest } from '#platform';
import { busyIfLost, CheckoutEngine } from '../checkout-engine.js';
import { CheckoutBusy } from '../checkout.problems.js';
import { CheckoutReader } from '../checkout-reader.js';
import type { CheckoutDocument } from '../engine/checkout-document.js';
import { isAtWork } from '../engine/due-at.js';
import { stamped } from '../engine/engine.js';
import { changeRun, currentRun, nextMove } from '../engine/run.js';
import { moneyOf } from '../payment/payment-record.js';
import type { AttentionItem } from './attention.types.js';

/** What the engine could not bring to an end, for whoever can take away the cause. */
@Injectable()
export class AttentionService {
  constructor(
    private readonly engine: CheckoutEngine,
    private readonly reader: CheckoutReader,
    private readonly payments: PaymentsService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async list(tenant: TenantContext, page: PageRequest): Promise<Page<AttentionItem>> {
    const { nodes, endCursor } = await this.engine.store.needingAttention(tenant, page);
    return { nodes: nodes.map(item), endCursor };
  }

  /** Tries again now, all tries given back. The checkout as that left it. */
  async repair(tenant: TenantContext, id: string): Promise<CheckoutDocument> {
    const checkout = await this.engine.store.load(tenant.tenantId, id);
    if (!checkout) throw new NotFound('checkout');
    if (this.engine.isLeased(checkout)) throw new CheckoutBusy();
    for (const session of checkout.payment.sessions) this.payments.tryAgain(session.provider, moneyOf(session).account);
    const cleared = { ...changeRun(checkout, { retryAt: null, tries: 0 }), needsAttention: null };
    if (isAtWork(checkout)) return busyIfLost(this.engine.run(checkout, cleared));
    await busyIfLost(this.engine.write(checkout, stamped(cleared, this.clock.now())));
    return (await this.reader.linked(tenant.tenantId, id, 0)) ?? checkout;
  }
}

function item(checkout: CheckoutDocument): AttentionItem {
  const run = currentRun(checkout);
  const move = run && nextMove(run);
  return {
    checkoutId: checkout.id,
    status: checkout.status,
    message: checkout.needsAttention ?? '',
    step: move && move.type !== 'rest' ? move.step.name : null,
    retryAt: run?.retryAt ?? null,
    createdAt: checkout.createdAt,
  };
}
