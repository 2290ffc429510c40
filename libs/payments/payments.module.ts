import { Global, Module } from '@nestjs/common';
import { EventPolling } from './inbox/event-polling.js';
import { InboxResolver } from './inbox/inbox.resolver.js';
import { InboxService } from './inbox/inbox.service.js';
import { WebhooksController } from './inbox/webhooks.controller.js';
import { PaymentKeysResolver } from './keys/payment-keys.resolver.js';
import { PaymentKeysService } from './keys/payment-keys.service.js';
import { GuardedProvider } from './guard/guarded-provider.js';
import { PAYMENT_PROVIDERS, type PaymentProvider } from './payment-provider.js';
import { PaymentChallenges } from './mpp/payment-challenges.js';
import { PaymentsService } from './payments.service.js';
import { OfflineLedger } from './offline/offline-ledger.js';
import { OfflineProvider } from './offline/offline.provider.js';
import { StripeProvider } from './stripe/stripe.provider.js';

@Global()
@Module({
  controllers: [WebhooksController],
  providers: [
    PaymentKeysService,
    PaymentKeysResolver,
    StripeProvider,
    OfflineLedger,
    OfflineProvider,
    {
      provide: PAYMENT_PROVIDERS,
      // Our own books need no network.
      useFactory: (stripe: StripeProvider, offline: OfflineProvider): PaymentProvider[] => [
        new GuardedProvider(stripe),
        offline,
      ],
      inject: [StripeProvider, OfflineProvider],
    },
    PaymentsService,
    InboxService,
    InboxResolver,
    EventPolling,
    PaymentChallenges,
  ],
  exports: [PaymentsService, PaymentChallenges, InboxService, EventPolling, OfflineLedger, OfflineProvider],
})
export class PaymentsModule {}
