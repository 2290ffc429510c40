import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { submitPage, until } from '../../../setup/shopping.js';
import { openShop, type Shop } from './shop.js';

/** Stripe's own command line, with an installation of its own. */
const FOLDER = join(__dirname, '..', 'cli');
const SHIM = join(FOLDER, 'node_modules', '@stripe', 'cli', 'bin', 'shim.js');
const INSTALL = 'npm ci --prefix test/judges/stripe/cli';

const installed = existsSync(SHIM);
if (!installed) process.stderr.write(`The command line is skipped: it is not installed. Install it with: ${INSTALL}\n`);

/** An order as one types it. */
const ORDER = [
  ...['-d', 'mode=payment', '-d', 'success_url=https://shop.example/thanks'],
  ...['-d', 'line_items[0][price_data][currency]=eur', '-d', 'line_items[0][price_data][unit_amount]=1250'],
  ...['-d', 'line_items[0][price_data][product_data][name]=Mug', '-d', 'line_items[0][quantity]=2'],
];

(installed ? describe : describe.skip)('the command line of Stripe against the gateway', () => {
  let shop: Shop;
  let home: string;

  beforeAll(async () => {
    shop = await openShop();
    home = await mkdtemp(join(tmpdir(), 'comptoir-stripe-cli-'));
  });
  afterAll(async () => {
    await shop?.product.stop();
    if (home) await rm(home, { recursive: true, force: true });
  });

  /** What it prints, as JSON. It knows nothing of this machine's user and reaches no other host. */
  const stripe = async (...args: string[]): Promise<any> => {
    const target = ['--api-base', shop.product.url, '--api-key', shop.key];
    const env = { PATH: process.env['PATH'], HOME: home, XDG_CONFIG_HOME: home, STRIPE_CLI_TELEMETRY_OPTOUT: '1' };
    const { text, code } = await new Promise<{ text: string; code: unknown }>((resolve) =>
      execFile(process.execPath, [SHIM, ...args, ...target], { env, timeout: 25_000 }, (error, stdout, stderr) =>
        resolve({ text: `${stdout}${stderr}`, code: error?.code ?? 0 }),
      ),
    );
    const json = /\{[\s\S]*\}/.exec(text)?.[0];
    if (json === undefined) throw new Error(`It ended with ${String(code)} and printed: ${text}`);
    return JSON.parse(json);
  };
  const sessions = (...args: string[]) => stripe('checkout', 'sessions', ...args);

  it('opens, shows, lists and expires a session, and lists its lines', async () => {
    const made = await sessions('create', ...ORDER);
    expect(made).toMatchObject({ object: 'checkout.session', amount_total: 2500, status: 'open' });
    expect(await sessions('retrieve', made.id)).toEqual(made);
    const { data } = await sessions('list', '--limit', '1');
    expect(data).toEqual([made]);
    const lines = await sessions('list_line_items', made.id);
    expect(lines).toMatchObject({ has_more: false, data: [{ description: 'Mug', quantity: 2, amount_total: 2500 }] });
    expect(await sessions('expire', made.id, '--confirm')).toMatchObject({ id: made.id, status: 'expired' });
    expect((await sessions('list', '-d', 'status=open')).data).toEqual([]);
  });

  it('sees the money of a buyer who paid', async () => {
    const { id, url } = await sessions('create', ...ORDER, '--idempotency', 'typed-once');
    expect((await sessions('create', ...ORDER, '--idempotency', 'typed-once')).id).toBe(id);
    await submitPage(url, 'pay');
    const paid = await until(
      () => sessions('retrieve', id),
      ({ payment_status }) => payment_status === 'paid',
      'the money to be seen',
    );
    expect(paid).toMatchObject({ status: 'complete', url: null });
  });

  it('reaches the odd spellings of another system', async () => {
    const made = await stripe('post', '/v1/v1/checkout/sessions', ...ORDER);
    expect(await stripe('get', `/v1/v1/checkout/sessions/${made.id}`)).toMatchObject({ id: made.id });
    const lines = await stripe('get', `/v1/v1/checkout/sessions/${made.id}/line-items`);
    expect(lines).toMatchObject({ object: 'list', data: [{ quantity: 2 }] });
  });

  it('prints errors as it knows them', async () => {
    const { error } = await sessions('retrieve', `cs_test_${'0'.repeat(24)}`);
    expect(error).toMatchObject({ type: 'invalid_request_error', code: 'resource_missing', param: 'session' });
    const unknown = await sessions('create', ...ORDER, '-d', 'surprise=1');
    expect(unknown.error).toMatchObject({ code: 'parameter_unknown', param: 'surprise' });
  });
});
