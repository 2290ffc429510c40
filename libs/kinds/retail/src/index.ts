import { defineTenantKind, ownStep, platformStep } from '@comptoir/tenant-kit';
import { RetailCheckoutPort } from './retail.checkout.js';
import { CartNotFound, InvalidAddress, InventoryUnavailable } from './retail.problems.js';
import { RetailSettings } from './retail.settings.js';
import { RetailCheckout, RetailOrder } from './retail.types.js';

export default defineTenantKind({
  settings: RetailSettings,
  plan: [
    platformStep('validate', 'validate-cart'),
    platformStep('hold', 'reserve-stock'),
    platformStep('draft', 'create-order'),
    platformStep('collect', 'process-payment'),
    platformStep('fulfil', 'confirm-order'),
    platformStep('notify', 'send-confirmation'),
    ownStep<RetailCheckoutPort>('clear-cart', (port, call) => port.clearCart(call)),
  ],
  checkout: RetailCheckoutPort,
  checkoutType: RetailCheckout,
  orderType: RetailOrder,
  problems: [InventoryUnavailable, CartNotFound, InvalidAddress],
});
