import { Injectable } from '@nestjs/common';
import type { Problem } from '@comptoir/kernel';
import { NoAvailableProvider, PaymentsService, type Chosen } from '#payments';
import type { CheckoutDocument, SessionRecord } from '../engine/checkout-document.js';
import type { Outcome } from '../engine/engine.js';
import { changeStep } from '../engine/run.js';
import { windowsWithout } from '../engine/windows.js';
import type { StepContext } from '../steps/step.js';
import { paymentOf, withSession } from './new-session.js';
import { neverOpened } from './payment-record.js';

/** Goes on with the next provider of the tenant where one surely opened nothing. */
@Injectable()
export class Failover {
  constructor(private readonly payments: PaymentsService) {}

  /**
   * The session closed, and another one written down at the next provider under the next key; it is opened after that is
   * saved. Null where there is none. Never for an unclear outcome: the first provider might collect as well.
   */
  next({ tenant, checkout, step, call }: StepContext, session: SessionRecord, refusal: Problem): Outcome | null {
    const chosen = this.another(tenant, checkout, session, refusal.message);
    if (!chosen) return null;
    const closed = { ...checkout, ...neverOpened(checkout, session) };
    const waiting = { ...closed, ...windowsWithout(closed, call.now) };
    const ready = changeStep(waiting, step.name, { state: 'ready', attempt: step.attempt + 1 });
    const { successUrl, cancelUrl, label, locale } = session;
    const said = { ...(label ? { label } : {}), ...(locale ? { locale } : {}) };
    const request = { chosen, tenant: tenant.tenant, successUrl, cancelUrl, ...said };
    const { payment, runs, expiresAt, holdUntil } = withSession(ready, request, call.now);
    return { type: 'again', patch: { payment, runs, expiresAt, holdUntil } };
  }

  private another(
    tenant: StepContext['tenant'],
    checkout: CheckoutDocument,
    { provider, routing }: SessionRecord,
    reason: string,
  ): Chosen | null {
    const tried = [...(routing?.skipped ?? []), { provider, reason }];
    try {
      return this.payments.choose(tenant, paymentOf(checkout, routing?.asked ?? null), tried);
    } catch (error) {
      if (error instanceof NoAvailableProvider) return null;
      throw error;
    }
  }
}
