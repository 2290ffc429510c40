import { CHECKOUT_RESULT, PROBLEM } from '../graphql/documents.js';

/** What the kind adds to the schema; the tools answer in the same shape. */
export interface SeatMap {
  readonly title: string;
  readonly currency: string;
  readonly price: number;
  readonly seats: readonly { readonly name: string; readonly taken: boolean }[];
}

export interface Ticket {
  readonly status: string;
  readonly showId: string;
  readonly seats: readonly string[];
}

export const SEAT_MAP = `query SeatMap($tenantId: ID!, $showId: ID!) {
  seatMap(tenantId: $tenantId, showId: $showId) { title currency price seats { name taken } }
}`;

export const CHECKOUT_SEATS = `mutation TakeSeats($tenantId: ID!, $input: CheckoutSeatsInput!, $key: IdempotencyKey) {
  checkoutSeats(tenantId: $tenantId, input: $input, idempotencyKey: $key) { ${CHECKOUT_RESULT} }
}`;

/** The same as `CHECKOUT_SEATS`, for a buyer who expects to be refused. */
export const REFUSED_SEATS = `mutation TakeSeats($tenantId: ID!, $input: CheckoutSeatsInput!, $key: IdempotencyKey) {
  checkoutSeats(tenantId: $tenantId, input: $input, idempotencyKey: $key) { ${PROBLEM} ... on SeatsTaken { seats } }
}`;

export const TICKET = `query Ticket($tenantId: ID!, $orderId: ID!) {
  order(tenantId: $tenantId, orderId: $orderId) { status ... on Ticket { showId seats } }
}`;
