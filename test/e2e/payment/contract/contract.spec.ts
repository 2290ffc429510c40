import { PaymentRail } from '@comptoir/tenant-kit';
import { describePaymentProvider } from '../../../../libs/payments/contract/describe-payment-provider.fixture.js';
import { offlineStage } from './offline-stage.js';
import { stripeStage } from './stripe-stage.js';

describePaymentProvider('stripe, on its page', () => stripeStage(PaymentRail.STRIPE_CHECKOUT));
describePaymentProvider('stripe, on a page of the caller', () => stripeStage(PaymentRail.STRIPE_INTENT));
describePaymentProvider('offline', offlineStage);
