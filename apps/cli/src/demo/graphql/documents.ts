export const PROBLEM = '... on Problem { code message advice }';

const TOTALS = 'totals { currency subtotal shipping tax discount total includedTax }';

const LINES = 'lines { sku title quantity unitPrice total }';

const CHECKOUT = `
  id kind status terminal nextPollAfterMs completedSteps ${TOTALS}
  shippingOption { carrierId serviceId name price }
  nextAction {
    __typename
    ... on PayAtUrl { url landingUrl }
    ... on HandOffToSeller { seller storefrontUrl disclaimer items { title link } }
  }
  paymentSession { id state amount }
  failure { code message }
  order { id status email paidAt ${LINES} ${TOTALS} }`;

export const CHECKOUT_RESULT = `... on CheckoutSucceeded { replayed checkout { ${CHECKOUT} } } ${PROBLEM}`;

const CART_RESULT = `... on CartSucceeded { cart { id itemCount subtotal purchasable deliveryEligible } } ${PROBLEM}`;

export const GUEST = `mutation Guest($tenantId: ID!) {
  createGuestSession(tenantId: $tenantId) {
    ... on CreateGuestSessionSucceeded { session { accessToken principal { id type } } } ${PROBLEM}
  }
}`;

export const SEARCH = `query Search($tenantId: ID!, $query: String) {
  catalogSearch(tenantId: $tenantId, query: $query, limit: 5) {
    totalMatches nodes { id title variants { sku title price inStock } }
  }
}`;

export const CREATE_CART = `mutation CreateCart($tenantId: ID!) {
  createCart(tenantId: $tenantId) { ${CART_RESULT} }
}`;

export const ADD_ITEM = `mutation AddItem($tenantId: ID!, $input: AddCartItemInput!) {
  addCartItem(tenantId: $tenantId, input: $input) { ${CART_RESULT} }
}`;

export const SET_ADDRESS = `mutation SetAddress($tenantId: ID!, $input: SetCartAddressInput!) {
  setCartAddress(tenantId: $tenantId, input: $input) { ${CART_RESULT} }
}`;

export const START_CHECKOUT = `mutation Start($tenantId: ID!, $input: StartCheckoutInput!, $key: IdempotencyKey) {
  startCheckout(tenantId: $tenantId, input: $input, idempotencyKey: $key) { ${CHECKOUT_RESULT} }
}`;

export const SHIPPING_OPTIONS = `query Shipping($tenantId: ID!, $checkoutId: ID!) {
  shippingOptions(tenantId: $tenantId, checkoutId: $checkoutId) {
    options { carrierId serviceId name price minDays maxDays }
  }
}`;

export const SELECT_SHIPPING = `mutation SelectShipping($tenantId: ID!, $input: SelectShippingInput!) {
  selectShipping(tenantId: $tenantId, input: $input) { ${CHECKOUT_RESULT} }
}`;

export const PAY = `mutation Pay($tenantId: ID!, $input: CreatePaymentSessionInput!, $key: IdempotencyKey) {
  createPaymentSession(tenantId: $tenantId, input: $input, idempotencyKey: $key) { ${CHECKOUT_RESULT} }
}`;

export const STATUS = `query Status($tenantId: ID!, $checkoutId: ID!) {
  checkout(tenantId: $tenantId, checkoutId: $checkoutId) { ${CHECKOUT} }
}`;

export const STORED_STATUS = `query StoredStatus($tenantId: ID!) {
  checkouts(tenantId: $tenantId) { nodes { id status } }
}`;

export const MY_ORDERS = `query MyOrders($tenantId: ID!) {
  myOrders(tenantId: $tenantId) { nodes { id status ${TOTALS} } }
}`;
