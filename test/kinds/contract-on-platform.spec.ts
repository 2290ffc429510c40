import { startEmbeddedMongo } from '#embedded-mongo';
import { CLAUSES, describeTenantKind, type Clause } from '@comptoir/tenant-kit/testing';
import { REPEATED_WRONG } from './broken/repeated-wrong.js';
import { platformPorts } from './platform-ports.js';
import { kindOf, WORLDS } from './worlds.js';

describe('on the platform’s own ports', () => {
  let server: Awaited<ReturnType<typeof startEmbeddedMongo>>;

  beforeAll(async () => {
    server = await startEmbeddedMongo({ mode: 'inline' });
  });
  afterAll(() => server.stop());

  const ports = () => platformPorts(`${server.uri}&journal=false`);

  for (const [packageName, world] of Object.entries(WORLDS)) {
    describeTenantKind(kindOf(packageName), { ...world, ports });
  }

  // What is compared here is another state than that of the fakes: it must tell as much.
  const clauses: Record<string, Clause> = Object.assign({}, ...Object.values(CLAUSES));
  it.each(REPEATED_WRONG.map((broken) => [broken.clause, broken.mistake, broken] as const))(
    '%s: notices a kind that %s',
    async (name, _mistake, { trial: { kind, world } }) => {
      await expect(clauses[name]!({ kind, world: { ...world, ports } })).rejects.toThrow();
    },
  );
});
