import { describeTenantKind } from '@comptoir/tenant-kit/testing';
import { kindOf, WORLDS } from './worlds.js';

// On the kit's own fakes, as in the tests of a kind that lives elsewhere.
for (const [packageName, world] of Object.entries(WORLDS)) describeTenantKind(kindOf(packageName), world);
