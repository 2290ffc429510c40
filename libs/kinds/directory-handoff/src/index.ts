import { defineTenantKind, ownStep, platformStep } from '@comptoir/tenant-kit';
import { DirectoryCheckoutPort } from './directory.checkout.js';
import { DirectorySettings } from './directory.settings.js';
import { DirectoryCheckout } from './directory.types.js';
import { LinksController } from './links.controller.js';
import { Links } from './links.service.js';

export default defineTenantKind({
  settings: DirectorySettings,
  plan: [
    platformStep('validate', 'validate-cart'),
    ownStep<DirectoryCheckoutPort>('issue-links', (port, call) => port.issueLinks(call), 'start'),
  ],
  checkout: DirectoryCheckoutPort,
  checkoutType: DirectoryCheckout,
  problems: [],
  providers: [Links],
  controllers: [LinksController],
});
