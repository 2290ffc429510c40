import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readTenantFile } from './tenant-file.js';

const SHOP = { id: 'my-shop', name: 'My Shop', kind: 'retail', currencies: ['EUR'] };

describe('the file of a tenant', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'comptoir-tenant-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const read = (content: unknown): ReturnType<typeof readTenantFile> => {
    const path = join(folder, 'tenant.json');
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
    return readTenantFile(path);
  };

  it('needs little: the rest has defaults', () => {
    expect(read(SHOP)).toEqual({
      ...SHOP,
      ...{ status: 'active', checkoutWindowMinutes: 30, redirectOrigins: [], hosts: [], settings: {} },
      limits: { maxLineQuantity: 20, maxLines: 50, maxCartTotal: 500_000 },
    });
  });

  it('goes before the defaults, limit by limit, and is handed on as it stands', () => {
    const said = {
      ...{ status: 'draft', checkoutWindowMinutes: 60, hosts: ['shop.example'], settings: { includedTaxRate: 2000 } },
      payment: { providers: [{ provider: 'offline', preference: 10 }], offline: { instructions: 'x', windowHours: 1 } },
    };
    expect(read({ ...SHOP, ...said, limits: { maxLines: 5 } })).toMatchObject({
      ...said,
      limits: { maxLineQuantity: 20, maxLines: 5, maxCartTotal: 500_000 },
    });
  });

  it.each<[string, unknown, string]>([
    ['no JSON', '{', 'is no JSON'],
    ['a list', [], 'must hold one object'],
    ['nothing of a tenant', {}, 'kind must be a string'],
    ['a field that there is not', { ...SHOP, colour: 'red' }, 'property colour should not exist'],
    ['a status that there is not', { ...SHOP, status: 'open' }, 'status must be one of'],
    ['a limit that there is not', { ...SHOP, limits: { maxLine: 1 } }, 'limits.maxLine is none of'],
    ['payment without providers', { ...SHOP, payment: {} }, 'payment: '],
    ['its money, which an operator sets', { ...SHOP, money: { mode: 'direct' } }, 'property money should not exist'],
  ])('is refused in one line that names what is wrong: %s', (_, content, says) => {
    expect(() => read(content)).toThrow(says);
    expect(() => read(content)).not.toThrow('\n');
  });
});
