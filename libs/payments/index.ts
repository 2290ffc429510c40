export type { PaymentFacts, PaymentLine, PaymentProvider, RefundFacts } from './payment-provider.js';
export { PAYMENT_LISTENER, type PaymentListener } from './inbox/payment-listener.js';
export { InboxService } from './inbox/inbox.service.js';
export { PaymentsService } from './payments.service.js';
export { PaymentsModule } from './payments.module.js';
export { NoAvailableProvider, PaymentDeclined, PaymentRefused, PaymentServiceError } from './payments.problems.js';
