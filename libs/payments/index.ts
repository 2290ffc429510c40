export { connectedAccount, moneyTerms, ownAccount, PLATFORM_MONEY } from './money/money-terms.js';
export type {
  AfterSaleFacts,
  MoneyTerms,
  PaymentFacts,
  PaymentInstructions,
  PaymentLine,
  PaymentProvider,
  RefundFacts,
  SessionRef,
} from './payment-provider.js';
export { fromStripeAmount, inStripeUnits } from './stripe/amounts/stripe-amount.js';
export { PAYMENT_LISTENER, type PaymentListener } from './inbox/payment-listener.js';
export { EventPolling } from './inbox/event-polling.js';
export { OfflineLedger } from './offline/offline-ledger.js';
export { OfflineProvider } from './offline/offline.provider.js';
export type { OfflinePayment, OfflineRefund, OfflineState } from './offline/offline-payment.collection.js';
export { InboxService } from './inbox/inbox.service.js';
export { PaymentsService, type Chosen } from './payments.service.js';
export { PaymentsModule } from './payments.module.js';
export { credentialIn, challengeHeader, receiptHeader, type PaymentChallenge } from './mpp/payment-challenge.js';
export { PaymentChallenges } from './mpp/payment-challenges.js';
export {
  NoAvailableProvider,
  PaymentDeclined,
  PaymentRefused,
  PaymentRequired,
  PaymentServiceError,
} from './payments.problems.js';
