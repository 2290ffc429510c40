import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadKinds } from '#tenants';

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
  const packageOf = async (name: string, comptoir?: object, code = TELLS): Promise<string> => {
    const at = join(folder, name);
    await mkdir(at, { recursive: true });
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

  it.each([
    ['nothing', 'module.exports = {};'],
    ['an object that looks like one', 'module.exports = { default: { plan: [], problems: [] } };'],
  ])('refuses a package that exports %s, and says what is missing', async (name, code) => {
    const at = await packageOf(name.replaceAll(' ', '-'), { kind: 'empty', contract: 1 }, code);
    expect(await refused(at)).toBe(
      `${at} does not export defineTenantKind(…) as default, or it brought a second copy of @comptoir/tenant-kit`,
    );
  });
});
