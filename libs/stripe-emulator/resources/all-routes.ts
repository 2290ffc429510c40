import type { Route } from '../http/route.js';
import { accountRoutes } from './accounts/account-routes.js';
import { priceRoutes } from './catalog/price-routes.js';
import { productRoutes } from './catalog/product-routes.js';
import { connectRoutes } from './connect/connect-routes.js';
import { customerRoutes } from './customers/customer-routes.js';
import { methodRoutes } from './methods/method-routes.js';
import { disputeRoutes } from './disputes/dispute-routes.js';
import { endpointRoutes } from './ledger/endpoint-routes.js';
import { eventRoutes } from './ledger/event-routes.js';
import { listenRoutes } from './ledger/listen-routes.js';
import { chargeRoutes } from './payments/charge-routes.js';
import { intentRoutes } from './payments/intent-routes.js';
import { refundRoutes } from './refunds/refund-routes.js';
import { paymentPageRoutes } from './sessions/payment-pages.js';
import { sessionRoutes } from './sessions/routes.js';
import { tokenRoutes } from './tokens/token-routes.js';

/** Every operation of the API. A new resource adds its list here. */
export const ALL_ROUTES: readonly Route[] = [
  ...sessionRoutes,
  ...paymentPageRoutes,
  ...intentRoutes,
  ...chargeRoutes,
  ...refundRoutes,
  ...connectRoutes,
  ...disputeRoutes,
  ...tokenRoutes,
  ...methodRoutes,
  ...customerRoutes,
  ...productRoutes,
  ...priceRoutes,
  ...accountRoutes,
  ...eventRoutes,
  ...endpointRoutes,
  ...listenRoutes,
];
