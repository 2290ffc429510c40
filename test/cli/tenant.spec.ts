import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CliProcess } from '../setup/cli.js';
import { Client } from '../setup/client.js';
import { freePorts } from '../setup/free-ports.js';

const HEAD =
  'Handle,Title,Vendor,Type,Published,Option1 Name,Option1 Value,Variant SKU,Variant Inventory Qty,Variant Price,Variant Requires Shipping,Status';
const row = (title: string, sku: string, price: string): string =>
  `${title.toLowerCase()},${title},Me,Things,TRUE,Title,Default Title,${sku},5,${price},false,active`;

const SEARCH = '{ catalogSearch(tenantId: "my-shop") { nodes { title priceRange { min } } } }';
const LOGIN = `mutation ($input: LoginInput!) { login(input: $input) {
  ... on LoginSucceeded { session { principal { type tenantId } } } ... on Problem { code } } }`;

describe('comptoir tenant', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'comptoir-tenant-'));
    await file('shop.json', JSON.stringify({ id: 'my-shop', name: 'My Shop', kind: 'retail', currencies: ['EUR'] }));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  async function file(name: string, content: string): Promise<string> {
    await writeFile(join(folder, name), content);
    return join(folder, name);
  }
  async function tenant(...args: string[]): Promise<{ code: number | null; said: string; errors: string }> {
    const command = new CliProcess(['tenant', join(folder, 'shop.json'), ...args, '--data', join(folder, 'data')]);
    const code = await command.ended;
    return { code, said: command.output, errors: command.errors };
  }
  const password = (said: string): string => /password (\S+)/.exec(said)![1]!;

  it('makes a shop in a database at rest and changes it in one that runs; a wrong line changes nothing', async () => {
    const first = await file('first.csv', [HEAD, row('Mug', 'MUG', '12.50')].join('\n'));
    const made = await tenant('--products', first, '--admin', 'me@shop.example');
    expect(made).toMatchObject({ code: 0, errors: '' });
    const port = await freePorts(2);
    const ports = ['--port', `${port}`, '--emulator-port', `${port + 1}`];
    const start = new CliProcess(['start', ...ports, '--data', join(folder, 'data')]);
    try {
      await start.says(/Paste this/);
      const client = new Client(`http://127.0.0.1:${port}`);
      expect((await client.ask(SEARCH)).nodes).toEqual([{ title: 'Mug', priceRange: { min: 1250 } }]);
      const login = (given: string): Promise<any> =>
        client.ask(LOGIN, { input: { tenantId: 'my-shop', email: 'me@shop.example', password: given } });
      const principal = { type: 'tenant-admin', tenantId: 'my-shop' };
      expect(await login(password(made.said))).toMatchObject({ session: { principal } });

      const wrong = await file('wrong.csv', [HEAD, row('Cup', 'CUP', '9'), row('Jug', 'JUG', 'much')].join('\n'));
      const refused = await tenant('--products', wrong, '--admin', 'me@shop.example');
      expect(refused).toMatchObject({ code: 1, said: '' });
      expect(refused.errors).toContain('line 3, Variant Price');
      expect((await client.ask(SEARCH)).nodes).toEqual([{ title: 'Mug', priceRange: { min: 1250 } }]);

      const second = await file('second.csv', [HEAD, row('Mug', 'MUG', '13'), row('Cup', 'CUP', '9')].join('\n'));
      const changed = await tenant('--products', second, '--admin', 'me@shop.example');
      expect(changed).toMatchObject({ code: 0, errors: '' });
      expect((await client.ask(SEARCH)).nodes).toMatchObject([{ title: 'Cup' }, { priceRange: { min: 1300 } }]);
      expect(await login(password(made.said))).toEqual({ code: 'INVALID_CREDENTIALS' });
      expect(await login(password(changed.said))).toMatchObject({ session: { principal } });
    } finally {
      start.interrupt();
      await start.ended;
    }
  });

  it('refuses an administrator without an address, and writes nothing', async () => {
    expect(await tenant('--admin', 'nobody')).toEqual({
      ...{ code: 1, said: '' },
      errors: '--admin: nobody is no e-mail address\n',
    });
  });
});
