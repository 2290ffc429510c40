import type { DemoTenant } from '../../seed/demo-tenants.js';

/** A tenant kind that a stranger wrote. All the gateway ever hears of it is this name, in COMPTOIR_KINDS. */
export const SEATS_PACKAGE = '@comptoir/fixture-kind-seats';

/** Where it lies in the repository. */
export const SEATS_FOLDER = 'test/fixtures/kind-seats';

/** Its seller in the demo. */
export const THEATRE = {
  id: 'theatre-du-port',
  name: 'Théâtre du Port',
  kind: 'seats',
  status: 'active',
  currencies: ['EUR'],
  limits: { maxLineQuantity: 10, maxLines: 10, maxCartTotal: 500_000 },
  checkoutWindowMinutes: 30,
  redirectOrigins: ['http://localhost:3000'],
  settings: {
    shows: [{ id: 'cyrano', title: 'Cyrano de Bergerac', price: 3_200, seats: ['A1', 'A2', 'A3', 'B1', 'B2', 'B3'] }],
  },
} satisfies DemoTenant['tenant'];

/** Its only show. */
export const SHOW_ID = 'cyrano';
