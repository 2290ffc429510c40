// Who may import whom: downwards only, through a lib's index. DESIGN.md in one file.
const LAYERS = [
  ['kernel'],
  ['tenant-kit'],
  ['platform', 'tenants', 'auth'],
  ['shop', 'inventory', 'payments'],
  ['checkout'],
  ['surfaces'],
];

const upwards = LAYERS.slice(0, -1).map((libs, level) => ({
  name: `no-upward-import-from-${libs.join('-')}`,
  comment: 'A lib imports only what lies below it.',
  severity: 'error',
  from: { path: `^libs/(${libs.join('|')})/` },
  to: {
    path: `^(apps|libs/(${LAYERS.slice(level + 1)
      .flat()
      .join('|')}))/`,
  },
}));

const libs = LAYERS.flat().join('|');

module.exports = {
  forbidden: [
    ...upwards,
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'through-the-index',
      comment: 'Another lib is entered through its index only.',
      severity: 'error',
      from: { path: `^libs/(${libs}|embedded-mongo|stripe-emulator)/` },
      to: {
        path: `^libs/(${libs}|embedded-mongo|stripe-emulator)/`,
        pathNot: ['^libs/$1/', '^libs/[^/]+/(src/)?index\\.ts$'],
      },
    },
    {
      name: 'kinds-stand-alone',
      comment: 'A kind knows the kit, the kernel and its peers; nobody knows a kind.',
      severity: 'error',
      from: { path: '^libs/kinds/([^/]+)/' },
      to: { path: '^(apps|libs)/', pathNot: ['^libs/kinds/$1/', '^libs/(tenant-kit|kernel)/'] },
    },
    {
      name: 'nobody-imports-a-kind',
      severity: 'error',
      from: { pathNot: '^libs/kinds/' },
      to: { path: '^libs/kinds/' },
    },
    {
      name: 'stand-ins-import-nothing-of-ours',
      severity: 'error',
      from: { path: '^libs/(embedded-mongo|stripe-emulator)/' },
      to: { path: '^(apps|libs)/', pathNot: '^libs/$1/' },
    },
    {
      name: 'stand-ins-are-for-the-cli-and-tests',
      severity: 'error',
      from: {
        path: '^(apps/gateway|libs)/',
        pathNot: ['^libs/(embedded-mongo|stripe-emulator)/', '\\.(spec|fixture)\\.ts$'],
      },
      to: { path: '^libs/(embedded-mongo|stripe-emulator)/' },
    },
    {
      name: 'stripe-only-in-its-provider',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: ['^libs/payments/stripe/', '\\.(spec|fixture)\\.ts$'] },
      to: { path: '^node_modules/stripe/' },
    },
    {
      name: 'mongoose-only-in-platform-mongo',
      severity: 'error',
      from: {
        path: '^(apps|libs)/',
        pathNot: [
          '^libs/platform/mongo/',
          '^libs/embedded-mongo/(testing|bench)/',
          '^apps/cli/src/doctor/reading/look\\.ts$',
          '\\.(spec|fixture)\\.ts$',
        ],
      },
      to: { path: '^node_modules/(mongoose|mongodb)/' },
    },
    {
      name: 'doctor-shares-no-code-with-the-services',
      comment: 'What it checks with must not be what it checks: it has its own idea of what must be true.',
      severity: 'error',
      from: { path: '^apps/cli/src/doctor/' },
      to: { path: '^(apps/gateway|libs)/', pathNot: '^libs/(embedded-mongo|stripe-emulator)/', reachable: true },
    },
    {
      name: 'checks-of-doctor-are-pure',
      comment: 'From plain documents to findings: no database, no provider, no process.',
      severity: 'error',
      from: { path: '^apps/cli/src/doctor/checks/' },
      to: {
        pathNot: [
          '^apps/cli/src/doctor/(checks|codes)/',
          '^apps/cli/src/doctor/finding\\.ts$',
          '^apps/cli/src/doctor/reading/(fields|money|checkout|order|goods|records|provider-facts)\\.ts$',
        ],
      },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.app.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/' },
    enhancedResolveOptions: {
      conditionNames: ['@comptoir/source', 'import', 'node', 'types'],
      exportsFields: ['exports'],
    },
  },
};
