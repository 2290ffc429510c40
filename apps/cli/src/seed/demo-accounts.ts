/** Accounts whose passwords are public; that is why nothing with real data or real money is ever seeded by itself. */
export const DEMO_ACCOUNTS = [
  {
    type: 'shopper',
    tenantId: 'maison-lumen',
    email: 'shopper@demo.comptoir.example',
    password: 'demo-shopper-only',
    name: 'Camille Lefèvre',
  },
  {
    type: 'tenant-admin',
    tenantId: 'maison-lumen',
    email: 'admin@demo.comptoir.example',
    password: 'demo-admin-only',
    name: 'Maison Lumen, administration',
  },
  {
    type: 'operator',
    tenantId: 'platform',
    email: 'operator@demo.comptoir.example',
    password: 'demo-operator-only',
    name: 'Comptoir, operations',
  },
] as const;
