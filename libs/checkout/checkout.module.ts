import { Global, Module } from '@nestjs/common';
import { CHECKOUTS } from '@comptoir/tenant-kit';
import { PAYMENT_LISTENER } from '#payments';
import { RefundsResolver } from './after-sale/refunds.resolver.js';
import { RefundsService } from './after-sale/refunds.service.js';
import { AttentionResolver } from './attention/attention.resolver.js';
import { AttentionService } from './attention/attention.service.js';
import { CheckoutEngine } from './checkout-engine.js';
import { CheckoutPresenter } from './api/checkout.presenter.js';
import { CheckoutQueriesResolver } from './api/checkout-queries.resolver.js';
import { CheckoutReader } from './checkout-reader.js';
import { CheckoutResolver } from './api/checkout.resolver.js';
import { CheckoutService } from './checkout.service.js';
import { MongoCheckoutStore } from './checkout.store.js';
import { KindCheckouts } from './kind-checkouts.js';
import { KindPorts } from './kind-ports.js';
import { checkTransitions } from './engine/transitions.js';
import { NextActions } from './api/next-actions.js';
import { OfflinePayments } from './offline/offline-payments.service.js';
import { OfflineResolver } from './offline/offline.resolver.js';
import { ConfirmationMail } from './outbox/confirmation-mail.js';
import { Deliveries } from './outbox/deliveries.service.js';
import { EVENT_CONSUMERS } from './outbox/event-consumer.js';
import { Outbox } from './outbox/outbox.service.js';
import { OrderSecrets } from './orders/order-secrets.js';
import { OrdersService } from './orders/orders.service.js';
import { PayLinks } from './payment/pay-links.js';
import { PaymentObserver } from './payment/payment-observer.js';
import { PricingService } from './pricing/pricing.service.js';
import { Failover } from './payment/failover.js';
import { Refunder } from './after-sale/refunder.js';
import { RedirectUrls } from './payment/redirect-urls.js';
import { SessionClosing } from './payment/session-closing.js';
import { SessionOpening } from './payment/session-opening.js';
import { Till } from './payment/till.js';
import { CollectStep } from './steps/collect.step.js';
import { DraftStep } from './steps/draft.step.js';
import { FulfilStep } from './steps/fulfil.step.js';
import { HoldStep } from './steps/hold.step.js';
import { NotifyStep } from './steps/notify.step.js';
import { OwnStep } from './steps/own.step.js';
import { RefundStep } from './steps/refund.step.js';
import { PaymentRequestsService } from './sessions/payment-requests.service.js';
import { PaymentSessionsResolver } from './sessions/payment-sessions.resolver.js';
import { PaymentSessionsService } from './sessions/payment-sessions.service.js';
import { SessionRepair } from './sessions/session-repair.js';
import { SessionRows } from './sessions/session-rows.js';
import { SessionRequests } from './payment/session-request.js';
import { MachinePayments } from './payment/machine-payments.js';
import { TestPayments } from './payment/test-payments.js';
import { StepEffects } from './steps/step-effects.js';
import { ValidateStep } from './steps/validate.step.js';
import { Sweeper } from './sweeper.js';

checkTransitions();

const STEPS = [ValidateStep, HoldStep, DraftStep, CollectStep, FulfilStep, NotifyStep, OwnStep, RefundStep];

@Global()
@Module({
  providers: [
    MongoCheckoutStore,
    KindPorts,
    OrdersService,
    OrderSecrets,
    PayLinks,
    SessionRequests,
    Till,
    Failover,
    Refunder,
    ...STEPS,
    StepEffects,
    CheckoutEngine,
    PricingService,
    RedirectUrls,
    PaymentObserver,
    { provide: PAYMENT_LISTENER, useExisting: PaymentObserver },
    SessionClosing,
    SessionOpening,
    CheckoutService,
    TestPayments,
    MachinePayments,
    NextActions,
    CheckoutPresenter,
    CheckoutReader,
    CheckoutResolver,
    CheckoutQueriesResolver,
    KindCheckouts,
    { provide: CHECKOUTS, useExisting: KindCheckouts },
    ConfirmationMail,
    { provide: EVENT_CONSUMERS, useFactory: (mail: ConfirmationMail) => [mail], inject: [ConfirmationMail] },
    SessionRows,
    SessionRepair,
    PaymentSessionsService,
    PaymentRequestsService,
    PaymentSessionsResolver,
    Outbox,
    Deliveries,
    RefundsService,
    RefundsResolver,
    AttentionService,
    AttentionResolver,
    OfflinePayments,
    OfflineResolver,
    Sweeper,
  ],
  exports: [
    CHECKOUTS,
    CheckoutReader,
    MachinePayments,
    PayLinks,
    PaymentRequestsService,
    PaymentSessionsService,
    SessionOpening,
    Sweeper,
  ],
})
export class CheckoutModule {}
