/** Ids that exist, of somebody else: another tenant's, or another guest's of the same tenant. */
export interface Foreign {
  tenantId: string;
  cartId: string;
  lineId: string;
  checkoutId: string;
  orderId: string;
  refreshToken: string;
  keyId: string;
  sessionId: string;
}

/** How one root field is called with somebody else's everything. */
export interface Row {
  document: string;
  variables: (foreign: Foreign) => Record<string, unknown>;
  /** What a query shows the seller of another tenant of its own; an empty page when absent. */
  own?: object;
  /**
   * `object`: names an object; to strangers it is not there. `tenant`: names a tenant alone, and belongs to callers of it.
   * `open`: shows what everybody may see. `self`: names no tenant and no object. `elsewhere`: open, but of a kind that
   * neither tenant of this walk is. `seller`: for those who administer a tenant; `maker`: likewise, and makes something
   * new at it. `application`: what a tenant collects, for its applications. `platform`: for operators alone.
   */
  about: 'object' | 'tenant' | 'open' | 'self' | 'elsewhere' | 'seller' | 'maker' | 'application' | 'platform';
}

const mutation = (field: string, type: string, keyed = false): string =>
  `mutation ($tenantId: ID!, $input: ${type}!${keyed ? ', $key: IdempotencyKey' : ''}) {
    ${field}(tenantId: $tenantId, input: $input${keyed ? ', idempotencyKey: $key' : ''}) { __typename ... on Problem { code message } } }`;

const query = (field: string, argument: string): string =>
  `query ($tenantId: ID!, $id: ID!) { ${field}(tenantId: $tenantId, ${argument}: $id) { __typename } }`;

const ADDRESS = { name: 'Thief', line1: '1', city: 'Paris', postalCode: '75001', country: 'FR' };

const STAY = { propertyId: 'house', checkIn: '2030-01-01', checkOut: '2030-01-04', guests: 2 };

const stay = (field: string): string =>
  `query ($tenantId: ID!) { ${field}(tenantId: $tenantId, propertyId: "house", checkIn: "2030-01-01", checkOut: "2030-01-04", guests: 2) { __typename } }`;

let keys = 0;
const input =
  (make: (foreign: Foreign) => object) =>
  (foreign: Foreign): Record<string, unknown> => ({
    tenantId: foreign.tenantId,
    key: `walk-${(keys += 1)}`,
    input: make(foreign),
  });
const checkoutId = input(({ checkoutId: id }) => ({ checkoutId: id }));

/** A representation of each entity type. The walk fails for a type that is not here. */
export const ENTITIES: Record<string, (tenantId: string) => Record<string, unknown>> = {
  Product: (tenantId) => ({ __typename: 'Product', tenantId, id: 'mug' }),
  Property: (tenantId) => ({ __typename: 'Property', tenantId, id: 'house' }),
  Tenant: (tenantId) => ({ __typename: 'Tenant', id: tenantId }),
};

/** Every root field of the schema. The walk fails for a field that is not here. */
export const ROWS: Record<string, Row> = {
  checkout: {
    about: 'object',
    document: query('checkout', 'checkoutId'),
    variables: (f) => ({ tenantId: f.tenantId, id: f.checkoutId }),
  },
  shippingOptions: {
    about: 'object',
    document: query('shippingOptions', 'checkoutId'),
    variables: (f) => ({ tenantId: f.tenantId, id: f.checkoutId }),
  },
  order: {
    about: 'object',
    document: query('order', 'orderId'),
    variables: (f) => ({ tenantId: f.tenantId, id: f.orderId }),
  },
  cart: {
    about: 'object',
    document: query('cart', 'cartId'),
    variables: (f) => ({ tenantId: f.tenantId, id: f.cartId }),
  },
  startCheckout: {
    about: 'object',
    document: mutation('startCheckout', 'StartCheckoutInput', true),
    variables: input((f) => ({ subject: { cart: f.cartId } })),
  },
  quickCheckout: {
    about: 'object',
    document: mutation('quickCheckout', 'QuickCheckoutInput', true),
    variables: input((f) => ({ subject: { cart: f.cartId } })),
  },
  updateCheckout: {
    about: 'object',
    document: mutation('updateCheckout', 'UpdateCheckoutInput'),
    variables: input((f) => ({ checkoutId: f.checkoutId, email: 'thief@example.com' })),
  },
  selectShipping: {
    about: 'object',
    document: mutation('selectShipping', 'SelectShippingInput'),
    variables: input((f) => ({ checkoutId: f.checkoutId, carrierId: 'poste', serviceId: 'express' })),
  },
  createPaymentSession: {
    about: 'object',
    document: mutation('createPaymentSession', 'CreatePaymentSessionInput', true),
    variables: checkoutId,
  },
  retryCheckout: {
    about: 'object',
    document: mutation('retryCheckout', 'CheckoutIdInput', true),
    variables: checkoutId,
  },
  cancelCheckout: {
    about: 'object',
    document: mutation('cancelCheckout', 'CheckoutIdInput', true),
    variables: checkoutId,
  },
  addCartItem: {
    about: 'object',
    document: mutation('addCartItem', 'AddCartItemInput'),
    variables: input((f) => ({ cartId: f.cartId, sku: 'MUG', quantity: 1 })),
  },
  updateCartItem: {
    about: 'object',
    document: mutation('updateCartItem', 'UpdateCartItemInput'),
    variables: input((f) => ({ cartId: f.cartId, lineId: f.lineId, quantity: 0 })),
  },
  removeCartItem: {
    about: 'object',
    document: mutation('removeCartItem', 'RemoveCartItemInput'),
    variables: input((f) => ({ cartId: f.cartId, lineId: f.lineId })),
  },
  clearCart: {
    about: 'object',
    document: mutation('clearCart', 'ClearCartInput'),
    variables: input((f) => ({ cartId: f.cartId })),
  },
  setCartAddress: {
    about: 'object',
    document: mutation('setCartAddress', 'SetCartAddressInput'),
    variables: input((f) => ({ cartId: f.cartId, address: ADDRESS })),
  },
  createCart: {
    about: 'tenant',
    document:
      'mutation ($tenantId: ID!) { createCart(tenantId: $tenantId) { __typename ... on Problem { code message } } }',
    variables: ({ tenantId }) => ({ tenantId }),
  },
  checkouts: {
    about: 'tenant',
    document: 'query ($tenantId: ID!) { checkouts(tenantId: $tenantId) { nodes { id } } }',
    variables: ({ tenantId }) => ({ tenantId }),
  },
  myOrders: {
    about: 'tenant',
    document: 'query ($tenantId: ID!) { myOrders(tenantId: $tenantId) { nodes { id } } }',
    variables: ({ tenantId }) => ({ tenantId }),
  },
  orders: {
    about: 'tenant',
    document: 'query ($tenantId: ID!) { orders(tenantId: $tenantId) { nodes { id } } }',
    variables: ({ tenantId }) => ({ tenantId }),
  },
  createGuestSession: {
    about: 'open',
    document:
      'mutation ($tenantId: ID!) { createGuestSession(tenantId: $tenantId) { __typename ... on Problem { code message } } }',
    variables: ({ tenantId }) => ({ tenantId }),
  },
  tenant: {
    about: 'open',
    document: 'query ($tenantId: ID!) { tenant(tenantId: $tenantId) { id } }',
    variables: ({ tenantId }) => ({ tenantId }),
  },
  catalogSearch: {
    about: 'open',
    document: 'query ($tenantId: ID!) { catalogSearch(tenantId: $tenantId) { nodes { id } } }',
    variables: ({ tenantId }) => ({ tenantId }),
  },
  product: { about: 'open', document: query('product', 'id'), variables: ({ tenantId }) => ({ tenantId, id: 'mug' }) },
  catalogVersion: {
    about: 'open',
    document: 'query ($tenantId: ID!) { catalogVersion(tenantId: $tenantId) { version } }',
    variables: ({ tenantId }) => ({ tenantId }),
  },
  login: {
    about: 'open',
    document:
      'mutation ($tenantId: ID!) { login(input: { tenantId: $tenantId, email: "a@example.com", password: "x" }) { __typename ... on Problem { code message } } }',
    variables: ({ tenantId }) => ({ tenantId }),
  },
  _entities: {
    about: 'open',
    document:
      'query ($representations: [_Any!]!) { _entities(representations: $representations) { __typename ... on Product { title } } }',
    variables: ({ tenantId }) => ({ representations: [{ __typename: 'Product', tenantId, id: 'mug' }] }),
  },
  stays: {
    about: 'elsewhere',
    document:
      'query ($tenantId: ID!) { stays(tenantId: $tenantId, checkIn: "2030-01-01", checkOut: "2030-01-04", guests: 2) { __typename } }',
    variables: ({ tenantId }) => ({ tenantId }),
  },
  stayAvailability: {
    about: 'elsewhere',
    document: stay('stayAvailability'),
    variables: ({ tenantId }) => ({ tenantId }),
  },
  quoteStay: { about: 'elsewhere', document: stay('quoteStay'), variables: ({ tenantId }) => ({ tenantId }) },
  lockQuote: {
    about: 'tenant',
    document: mutation('lockQuote', 'LockQuoteInput', true),
    variables: input(() => STAY),
  },
  checkoutStay: {
    about: 'tenant',
    document: mutation('checkoutStay', 'CheckoutStayInput', true),
    variables: input(() => ({ ...STAY, guestName: 'Thief', email: 'thief@example.com' })),
  },
  refundOrder: {
    about: 'seller',
    document: mutation('refundOrder', 'RefundOrderInput', true),
    variables: input((f) => ({ orderId: f.orderId })),
  },
  offlinePayments: {
    about: 'seller',
    document: 'query ($tenantId: ID!) { offlinePayments(tenantId: $tenantId) { nodes { id } } }',
    variables: ({ tenantId }) => ({ tenantId }),
  },
  decideOfflinePayment: {
    about: 'seller',
    document: mutation('decideOfflinePayment', 'DecideOfflinePaymentInput', true),
    variables: input(() => ({ paymentId: 'off_000000000000000000000000', outcome: 'PAID' })),
  },
  confirmOfflineRefund: {
    about: 'seller',
    document: mutation('confirmOfflineRefund', 'ConfirmOfflineRefundInput', true),
    variables: input(() => ({ paymentId: 'off_000000000000000000000000', refundId: 'offr_000000000000000000000000' })),
  },
  checkoutsNeedingAttention: {
    about: 'seller',
    document: 'query ($tenantId: ID!) { checkoutsNeedingAttention(tenantId: $tenantId) { nodes { checkoutId } } }',
    variables: ({ tenantId }) => ({ tenantId }),
  },
  deadDeliveries: {
    about: 'seller',
    document: 'query ($tenantId: ID!) { deadDeliveries(tenantId: $tenantId) { nodes { id } } }',
    variables: ({ tenantId }) => ({ tenantId }),
  },
  repairCheckout: {
    about: 'seller',
    document:
      'mutation ($tenantId: ID!, $id: ID!) { repairCheckout(tenantId: $tenantId, checkoutId: $id) { __typename ... on Problem { code message } } }',
    variables: (f) => ({ tenantId: f.tenantId, id: f.checkoutId }),
  },
  replayDelivery: {
    about: 'seller',
    document:
      'mutation ($tenantId: ID!, $id: ID!) { replayDelivery(tenantId: $tenantId, deliveryId: $id) { __typename ... on Problem { code message } } }',
    variables: (f) => ({ tenantId: f.tenantId, id: `${f.checkoutId}.1/confirmation-mail` }),
  },
  applicationKeys: {
    about: 'seller',
    document: 'query ($tenantId: ID!) { applicationKeys(tenantId: $tenantId) { nodes { id } } }',
    variables: ({ tenantId }) => ({ tenantId }),
  },
  createApplicationKey: {
    about: 'maker',
    document: mutation('createApplicationKey', 'CreateApplicationKeyInput'),
    variables: input(() => ({ name: 'thief' })),
  },
  revokeApplicationKey: {
    about: 'seller',
    document:
      'mutation ($tenantId: ID!, $id: ID!) { revokeApplicationKey(tenantId: $tenantId, keyId: $id) { __typename ... on Problem { code message } } }',
    variables: (f) => ({ tenantId: f.tenantId, id: f.keyId }),
  },
  tenantMoney: {
    about: 'seller',
    document: 'query ($tenantId: ID!) { tenantMoney(tenantId: $tenantId) { account } }',
    variables: ({ tenantId }) => ({ tenantId }),
    own: { account: null },
  },
  stripeKeys: {
    about: 'seller',
    document: 'query ($tenantId: ID!) { stripeKeys(tenantId: $tenantId) { nodes { account } } }',
    variables: ({ tenantId }) => ({ tenantId }),
  },
  setStripeKeys: {
    about: 'maker',
    document: mutation('setStripeKeys', 'SetStripeKeysInput'),
    variables: input(() => ({ account: 'acct_1AlphaOwnAccount0', secretKey: 'sk_test_51AlphaOwnAccount0x' })),
  },
  setTenantMoney: {
    about: 'platform',
    document: mutation('setTenantMoney', 'SetTenantMoneyInput'),
    variables: input(() => ({ mode: 'platform' })),
  },
  paymentSessions: {
    about: 'application',
    document: 'query ($tenantId: ID!) { paymentSessions(tenantId: $tenantId) { nodes { id } } }',
    variables: ({ tenantId }) => ({ tenantId }),
  },
  paymentSession: {
    about: 'application',
    document: query('paymentSession', 'sessionId'),
    variables: (f) => ({ tenantId: f.tenantId, id: f.sessionId }),
  },
  paymentSessionLines: {
    about: 'application',
    document: query('paymentSessionLines', 'sessionId'),
    variables: (f) => ({ tenantId: f.tenantId, id: f.sessionId }),
  },
  requestPayment: {
    about: 'tenant',
    document: mutation('requestPayment', 'RequestPaymentInput', true),
    variables: input((f) => ({ checkoutId: f.checkoutId })),
  },
  expirePaymentSession: {
    about: 'object',
    document: `mutation ($tenantId: ID!, $id: ID!, $key: IdempotencyKey) {
      expirePaymentSession(tenantId: $tenantId, sessionId: $id, idempotencyKey: $key) { __typename ... on Problem { code message } } }`,
    variables: (f) => ({ tenantId: f.tenantId, id: f.sessionId, key: `walk-${(keys += 1)}` }),
  },
  repairPaymentSessions: {
    about: 'maker',
    document:
      'mutation ($tenantId: ID!) { repairPaymentSessions(tenantId: $tenantId) { __typename ... on Problem { code message } } }',
    variables: ({ tenantId }) => ({ tenantId }),
  },
  inboxEvents: { about: 'platform', document: '{ inboxEvents { nodes { id } } }', variables: () => ({}) },
  replayEvent: {
    about: 'platform',
    document: 'mutation { replayEvent(eventId: "stripe//evt_1") { __typename ... on Problem { code message } } }',
    variables: () => ({}),
  },
  tenants: { about: 'self', document: '{ tenants { nodes { id } } }', variables: () => ({}) },
  me: { about: 'self', document: '{ me { id } }', variables: () => ({}) },
  _service: { about: 'self', document: '{ _service { sdl } }', variables: () => ({}) },
  refreshSession: {
    about: 'self',
    document: 'mutation { refreshSession(input: { refreshToken: "tok_x" }) { __typename ... on Problem { code } } }',
    variables: () => ({}),
  },
  logout: {
    about: 'self',
    document: 'mutation { logout(input: { refreshToken: "tok_x" }) { __typename } }',
    variables: () => ({}),
  },
};
