import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import '#gateway';
import { loadKinds } from '#tenants';
import { startProduct } from '../setup/product.js';
import { kindCode, type Brings } from './clashing-kind.js';

/** Code that tells when it runs: it must not, unless every manifest is right. */
const TELLS = 'globalThis.kindCodeRan = true; module.exports = {};';

describe('loading tenant kinds', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'comptoir-kinds-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  beforeEach(() => {
    delete (globalThis as any).kindCodeRan;
  });

  /** A package as a stranger might publish it; named by its folder. */
  const packageOf = async (name: string, comptoir?: unknown, code = TELLS): Promise<string> => {
    const at = join(folder, name);
    await mkdir(join(at, 'operations'), { recursive: true });
    await writeFile(join(at, 'package.json'), JSON.stringify({ name, main: 'index.js', comptoir }));
    await writeFile(join(at, 'index.js'), code);
    return at;
  };

  const refused = async (...packages: string[]): Promise<string> => {
    const failure: unknown = await loadKinds(packages).then(
      () => null,
      (error: unknown) => error,
    );
    expect((failure as Error).constructor.name).toBe('KindError');
    return (failure as Error).message;
  };

  const codeRan = (): boolean => (globalThis as any).kindCodeRan === true;

  it('loads kinds by the name of their package, in any order', async () => {
    const registry = await loadKinds(['@comptoir/fixture-kind-seats', '@comptoir/kind-retail']);
    expect(registry.all.map(({ manifest }) => manifest.kind)).toEqual(['seats', 'retail']);
    expect(registry.get('seats').manifest.operations).toMatch(/kind-seats\/operations$/);
  });

  it('refuses another contract before any code of any kind runs, and says both numbers', async () => {
    const right = await packageOf('right', { kind: 'right', contract: 1 });
    const future = await packageOf('future', { kind: 'future', contract: 2 });
    expect(await refused(right, future)).toBe(
      `${future} implements contract 2, this gateway speaks 1; install a matching version`,
    );
    expect(codeRan()).toBe(false);
  });

  it('refuses two packages that provide the same kind, and names both', async () => {
    const [first, second] = [
      await packageOf('first', { kind: 'opera', contract: 1 }),
      await packageOf('second', { kind: 'opera', contract: 1 }),
    ];
    expect(await refused(first, second)).toBe(`${first} and ${second} both provide the tenant kind opera; keep one`);
    expect(codeRan()).toBe(false);
  });

  it('refuses a package that is not installed, and says how to install it', async () => {
    expect(await refused('@nobody/kind-of-nothing')).toBe(
      '@nobody/kind-of-nothing is in COMPTOIR_KINDS but not installed; run npm install @nobody/kind-of-nothing',
    );
  });

  it('refuses a package without manifest, whatever it exports', async () => {
    const plain = await packageOf('plain');
    expect(await refused(plain)).toBe(`${plain} is no tenant kind: its package.json lacks "comptoir": { "kind": … }`);
    expect(codeRan()).toBe(false);
  });

  let wrong = 0;
  it.each<[string, unknown, string]>([
    ['kind', { kind: 7 }, 'must be 2 to 63 of a-z 0-9 and hyphen, and is 7'],
    ['kind', { kind: 'Opera House' }, 'must be 2 to 63 of a-z 0-9 and hyphen, and is "Opera House"'],
    ['contract', { kind: 'opera' }, 'must be a whole number, and is missing'],
    ['contract', { kind: 'opera', contract: '1' }, 'must be a whole number, and is "1"'],
    ['capabilities', { kind: 'opera', contract: 1, capabilities: 'cart' }, 'must be a list of names, each 2 to 63 of'],
    ['capabilities', { kind: 'opera', contract: 1, capabilities: ['cart', 7] }, 'and is ["cart",7]'],
    ['operations', { kind: 'opera', contract: 1, operations: true }, 'must be the name of a folder in the package'],
    ['capabilites', { kind: 'opera', contract: 1, capabilites: [] }, 'is no field of a manifest'],
  ])(
    'refuses a manifest whose %s is wrong, before its code runs, and says what it must be',
    async (field, manifest, rule) => {
      const at = await packageOf(`wrong-${(wrong += 1)}`, manifest);
      const message = await refused(at);
      expect(message).toContain(`${at}: "comptoir.${field}" in its package.json `);
      expect(message).toContain(rule);
      expect(codeRan()).toBe(false);
    },
  );

  it('refuses a manifest that names a folder of operations that the package does not ship', async () => {
    const at = await packageOf('no-folder', { kind: 'opera', contract: 1, operations: 'documents' });
    expect(await refused(at)).toBe(`${at} ships no folder documents, which its manifest names`);
  });

  it.each([
    ['nothing', 'module.exports = {};'],
    ['an object that looks like one', 'module.exports = { default: { plan: [], problems: [] } };'],
  ])('refuses a package that exports %s, and says what is missing', async (name, code) => {
    const at = await packageOf(name.replaceAll(' ', '-'), { kind: 'empty', contract: 1 }, code);
    expect(await refused(at)).toBe(
      `${at} does not export defineTenantKind(…) as default, or it brought a second copy of @comptoir/tenant-kit`,
    );
  });

  describe('that clash', () => {
    let made = 0;
    /** A whole kind that brings this and nothing else. */
    const bringing = (brings: Brings, documents: Record<string, string> = {}): Promise<string> => {
      made += 1;
      const manifest = { kind: `kind-${made}`, contract: 1, operations: 'operations' };
      return packageOf(`kind-${made}`, manifest, kindCode(`Kind${made}`, brings)).then(async (at) => {
        for (const [name, text] of Object.entries(documents)) await writeFile(join(at, 'operations', name), text);
        return at;
      });
    };

    it.each<[string, Brings, string]>([
      ['query', { query: 'programme' }, 'the query programme'],
      ['mutation', { mutation: 'takeBox' }, 'the mutation takeBox'],
      ['type', { type: 'Hall' }, 'the type Hall'],
      ['input type', { input: 'HallInput' }, 'the type HallInput'],
      ['enum', { enumeration: 'HallSize' }, 'the type HallSize'],
      ['route of a controller', { controller: 'hall' }, 'the route GET /hall/{}'],
    ])('are refused when both bring one %s, and named', async (_, brings, what) => {
      const [one, two] = [await bringing(brings), await bringing(brings)];
      expect(await refused(one, two)).toBe(`${one} and ${two} both bring ${what}; one must rename its own`);
      await expect(loadKinds([one])).resolves.toBeDefined();
    });

    it('are refused when one has a type and the other an enum of one name', async () => {
      const [one, two] = [await bringing({ type: 'Balcony' }), await bringing({ enumeration: 'Balcony' })];
      expect(await refused(one, two)).toContain(`${one} and ${two} both bring the type Balcony`);
    });

    it('are refused when both bring one problem code, and named', async () => {
      const [one, two] = [await bringing({ problem: 'HALL_FULL' }), await bringing({ problem: 'HALL_FULL' })];
      expect(await refused(one, two)).toBe(
        `${two} and ${one} both bring the problem HALL_FULL; ${two} must rename its own`,
      );
    });

    it.each<[string, Brings, string]>([
      ['query', { query: 'cart' }, 'the query cart'],
      ['mutation', { mutation: 'login' }, 'the mutation login'],
      ['type', { type: 'Cart' }, 'the type Cart'],
      ['type of the kit', { type: 'Address' }, 'the type Address'],
      ['enum', { enumeration: 'CheckoutStatus' }, 'the type CheckoutStatus'],
      ['problem', { problem: 'CART_EMPTY' }, 'the problem CART_EMPTY'],
      ['route of a controller', { controller: 'pay' }, 'the route GET /pay/{}'],
    ])('are refused when what they bring is a %s of ours', async (_, brings, what) => {
      const at = await bringing(brings);
      expect(await refused(at)).toBe(`${at} and comptoir itself both bring ${what}; ${at} must rename its own`);
    });

    const document = (name: string, tool: string, path: string): string =>
      `"One" query ${name}("Its handle" $tenant_id: ID!) @tool(name: "${tool}", toolset: KIND)
        @rest(method: GET, path: "${path}") { tenant(tenantId: $tenant_id) { id } }`;

    it.each<[string, [string, string, string], [string, string, string], RegExp]>([
      [
        'operation name',
        ['Hall', 'hall_a', '/v1/tenants/{tenant_id}/a'],
        ['Hall', 'hall_b', '/v1/tenants/{tenant_id}/b'],
        /one operation named "Hall"/,
      ],
      [
        'tool name',
        ['HallA', 'hall', '/v1/tenants/{tenant_id}/a'],
        ['HallB', 'hall', '/v1/tenants/{tenant_id}/b'],
        /both offer the tool hall;/,
      ],
      [
        'route',
        ['HallA', 'hall_a', '/v1/tenants/{tenant_id}/hall'],
        ['HallB', 'hall_b', '/v1/tenants/{tenant_id}/hall'],
        /both offer the route GET \/v1\/tenants\/\{\}\/hall;/,
      ],
    ])('do not boot with documents of one %s, and both are named', async (_, first, second, message) => {
      const kinds = [
        await bringing({}, { 'hall.graphql': document(...first) }),
        await bringing({}, { 'hall.graphql': document(...second) }),
      ];
      const failure = await notBooted(kinds);
      expect(failure).toMatch(message);
      for (const kind of kinds) expect(failure).toContain(`${kind}, hall.graphql`);
    });

    it.each<[string, [string, string, string], string, RegExp]>([
      [
        'tool',
        ['Hall', 'cart_view', '/v1/tenants/{tenant_id}/hall'],
        'comptoir itself, cart-view.graphql',
        /both offer the tool cart_view/,
      ],
      [
        'route of a document',
        ['Hall', 'hall', '/v1/tenants/{tenant_id}'],
        'comptoir itself, tenant-info.graphql',
        /both offer the route GET/,
      ],
    ])('do not boot with a document that takes a %s of ours', async (_, taking, ours, message) => {
      const kind = await bringing({}, { 'hall.graphql': document(...taking) });
      const failure = await notBooted([kind]);
      expect(failure).toMatch(message);
      expect(failure).toContain(ours);
      expect(failure).toContain(`${kind}, hall.graphql`);
    });

    it('do not boot with a document that takes a route of ours that no document has', async () => {
      const login =
        '"One" query Who @tool(name: "who", toolset: KIND) @rest(method: POST, path: "/v1/auth/login") { me { id } }';
      const kind = await bringing({}, { 'hall.graphql': login });
      expect(await notBooted([kind])).toBe(
        `${kind}, hall.graphql offers the route POST /v1/auth/login, which comptoir itself has`,
      );
    });

    it('boot side by side when nothing clashes', async () => {
      const kinds = [
        await bringing({ query: 'foyer', type: 'Foyer', controller: 'foyer' }),
        await bringing({ query: 'stage', type: 'Stage', controller: 'stage', problem: 'STAGE_TAKEN' }),
      ];
      const product = await startProduct({ kinds: ['@comptoir/kind-retail', ...kinds] });
      try {
        expect(await product.client.ask('{ foyer { id } }')).toEqual({ id: 'x' });
        expect(await product.client.ask('{ stage { id } }')).toEqual({ id: 'x' });
      } finally {
        await product.stop();
      }
    });

    const notBooted = async (kinds: string[]): Promise<string> => {
      const outcome: unknown = await startProduct({ kinds: ['@comptoir/kind-retail', ...kinds] }).then(
        (product) => product.stop(),
        (error: unknown) => error,
      );
      expect((outcome as Error)?.constructor.name).toBe('OperationError');
      return (outcome as Error).message;
    };
  });
});
