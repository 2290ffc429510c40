import { CHECKOUT_RESULT, PROBLEM } from './documents.js';

const STAY = 'propertyId checkIn checkOut guests';

const QUOTE = `${STAY} nights { date price } total cancellation`;

export const STAYS = `query Stays($tenantId: ID!, $checkIn: String!, $checkOut: String!, $guests: Int!) {
  stays(tenantId: $tenantId, checkIn: $checkIn, checkOut: $checkOut, guests: $guests) {
    available { property { id name } nights publicTotal federationTotal }
    unavailable { property { id } reasons }
  }
}`;

export const QUOTE_STAY = `query QuoteStay(
  $tenantId: ID!, $propertyId: ID!, $checkIn: String!, $checkOut: String!, $guests: Int!
) {
  quoteStay(
    tenantId: $tenantId, propertyId: $propertyId, checkIn: $checkIn, checkOut: $checkOut, guests: $guests
  ) { ${QUOTE} }
}`;

export const LOCK_QUOTE = `mutation LockQuote($tenantId: ID!, $input: LockQuoteInput!, $key: IdempotencyKey) {
  lockQuote(tenantId: $tenantId, input: $input, idempotencyKey: $key) {
    ... on LockQuoteSucceeded { quote { id validUntil ${QUOTE} } } ${PROBLEM}
  }
}`;

export const CHECKOUT_STAY = `mutation Book($tenantId: ID!, $input: CheckoutStayInput!, $key: IdempotencyKey) {
  checkoutStay(tenantId: $tenantId, input: $input, idempotencyKey: $key) { ${CHECKOUT_RESULT} }
}`;

export const BOOKING = `query Booking($tenantId: ID!, $orderId: ID!) {
  order(tenantId: $tenantId, orderId: $orderId) {
    id totals { total }
    ... on Booking { bookingStatus ${STAY} propertyName nights cancellation }
  }
}`;
