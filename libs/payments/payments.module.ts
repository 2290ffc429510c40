import { Global, Module } from '@nestjs/common';
import { EventPolling } from './inbox/event-polling.js';
import { InboxResolver } from './inbox/inbox.resolver.js';
import { InboxService } from './inbox/inbox.service.js';
import { WebhooksController } from './inbox/webhooks.controller.js';
import { PaymentKeysResolver } from './keys/payment-keys.resolver.js';
import { PaymentKeysService } from './keys/payment-keys.service.js';
import { PAYMENT_PROVIDERS } from './payment-provider.js';
import { PaymentChallenges } from './mpp/payment-challenges.js';
import { PaymentsService } from './payments.service.js';
import { StripeProvider } from './stripe/stripe.provider.js';

@Global()
@Module({
  controllers: [WebhooksController],
  providers: [
    PaymentKeysService,
    PaymentKeysResolver,
    StripeProvider,
    { provide: PAYMENT_PROVIDERS, useFactory: (stripe: StripeProvider) => [stripe], inject: [StripeProvider] },
    PaymentsService,
    InboxService,
    InboxResolver,
    EventPolling,
    PaymentChallenges,
  ],
  exports: [PaymentsService, PaymentChallenges, InboxService, EventPolling],
})
export class PaymentsModule {}
