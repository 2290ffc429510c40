export { CheckoutModule } from './checkout.module.js';
export { CheckoutReader } from './checkout-reader.js';
export { CheckoutService } from './checkout.service.js';
export { setKindProblems } from './api/kind-problems.js';
export { MachinePayments } from './payment/machine-payments.js';
export { PayLinks } from './payment/pay-links.js';
export { totals } from './pricing/pricing.js';
export { Sweeper } from './sweeper.js';
export type { CheckoutDocument } from './engine/checkout-document.js';
