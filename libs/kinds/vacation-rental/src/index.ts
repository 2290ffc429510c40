import { defineTenantKind, platformStep } from '@comptoir/tenant-kit';
import { BookingResolver } from './booking/booking.resolver.js';
import { Booking, StayCheckout } from './booking/booking.types.js';
import { StayCheckoutPort } from './booking/stay.checkout.js';
import { QuoteExpired, QuoteMismatch, QuoteRedeemed } from './quotes/quote.problems.js';
import { Quotes } from './quotes/quotes.service.js';
import { RentalSettings } from './rental.settings.js';
import { StayUnavailable } from './stays/stay.problems.js';
import { StaysResolver } from './stays/stays.resolver.js';
import { Stays } from './stays/stays.service.js';

export default defineTenantKind({
  settings: RentalSettings,
  plan: [
    platformStep('validate', 'validate-stay'),
    platformStep('hold', 'hold-nights'),
    platformStep('draft', 'create-booking'),
    platformStep('collect', 'process-payment'),
    platformStep('fulfil', 'confirm-booking'),
    platformStep('notify', 'send-confirmation'),
  ],
  checkout: StayCheckoutPort,
  checkoutType: StayCheckout,
  orderType: Booking,
  problems: [StayUnavailable, QuoteExpired, QuoteRedeemed, QuoteMismatch],
  providers: [Stays, Quotes, StaysResolver, BookingResolver],
});
