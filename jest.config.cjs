// Nest 12 is ESM only; Jest runs CommonJS. So everything, node_modules included, goes through swc once (cached).
const swc = (parser) => [
  '@swc/jest',
  {
    swcrc: false,
    jsc: {
      parser,
      target: 'es2022',
      keepClassNames: true,
      transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
    },
    module: { type: 'commonjs' },
  },
];

module.exports = {
  rootDir: '.',
  testEnvironment: 'node',
  testRegex: '\\.spec\\.ts$',
  moduleFileExtensions: ['ts', 'js', 'mjs', 'cjs', 'json', 'node'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/libs/.*/dist/', '<rootDir>/test/fixtures/.*/dist/'],
  transform: {
    '\\.ts$': swc({ syntax: 'typescript', decorators: true }),
    '\\.(js|mjs)$': swc({ syntax: 'ecmascript' }),
  },
  transformIgnorePatterns: [],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  testEnvironmentOptions: { customExportConditions: ['@comptoir/source', 'node', 'node-addons'] },
  globalSetup: '<rootDir>/test/setup/global-setup.cjs',
  maxWorkers: 2,
  // Ends what hangs; it measures nothing, for machines differ.
  testTimeout: 300_000,
};
