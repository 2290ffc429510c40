import {
  Checkout,
  CheckoutType,
  CONTRACT,
  defineTenantKind,
  Order,
  OrderType,
  platformStep,
} from '@comptoir/tenant-kit';
import { LoadedKind } from '#tenants';
import { LINES } from './lines-subject.js';
import { LinesCheckoutPort } from './lines.checkout.js';

@CheckoutType('A checkout of order lines at prices of an application')
export class LinesCheckout extends Checkout {}

@OrderType('An order of lines at prices of an application')
export class LinesOrder extends Order {}

/** No settings. */
class LinesSettings {}

/** Ours, and never in COMPTOIR_KINDS: a checkout whose subject is lines is of this kind whatever kind its tenant is of. */
export const LINES_KIND = new LoadedKind(
  'comptoir itself',
  { kind: LINES, contract: CONTRACT, capabilities: ['payment'] },
  defineTenantKind({
    settings: LinesSettings,
    plan: [
      platformStep('validate', 'validate-lines'),
      platformStep('draft', 'create-order'),
      platformStep('collect', 'process-payment'),
      platformStep('fulfil', 'confirm-order'),
      platformStep('notify', 'send-confirmation'),
    ],
    checkout: LinesCheckoutPort,
    checkoutType: LinesCheckout,
    orderType: LinesOrder,
    problems: [],
  }),
);
