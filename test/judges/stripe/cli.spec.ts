import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StripeEmulator } from '#stripe-emulator';
import { startStripeEmulator } from '#stripe-emulator';
import { isFullSize, reportSkipped } from '../size.js';

const FOLDER = join(__dirname, 'cli');
const PROGRAM = join(FOLDER, 'node_modules', '@stripe', 'cli', 'bin', 'shim.js');
const installed = existsSync(PROGRAM);
if (!installed) {
  reportSkipped('Stripe’s command line is not installed: npm ci --prefix test/judges/stripe/cli --ignore-scripts');
}

/** What the command line did: `told` are the events that came of it, oldest first. */
interface Ran {
  readonly code: number;
  readonly out: string;
  readonly told: readonly string[];
}

(installed ? describe : describe.skip)('Stripe’s own command line', () => {
  let emulator: StripeEmulator;
  let home: string;

  beforeAll(async () => {
    emulator = await startStripeEmulator({ accounts: ['acct_one'] });
    home = await mkdtemp(join(tmpdir(), 'stripe-cli-'));
  });
  afterAll(async () => {
    await emulator.stop();
    await rm(home, { recursive: true, force: true });
  });

  async function told(account?: string): Promise<string[]> {
    const headers: Record<string, string> = { authorization: 'Bearer sk_test_judges' };
    if (account !== undefined) headers['stripe-account'] = account;
    const answer = await emulator.fetch('http://stripe/v1/events?limit=100', { headers });
    const { data } = (await answer.json()) as { data: { type: string }[] };
    return data.map(({ type }) => type).toReversed();
  }

  async function stripe(...words: string[]): Promise<Ran> {
    const before = (await told()).length;
    const key = ['--api-key', 'sk_test_judges012345678901234567', '--api-base', emulator.url];
    // A home of its own: what the command line keeps there is nobody's business here.
    const env = {
      PATH: process.env['PATH'] ?? '',
      HOME: home,
      XDG_CONFIG_HOME: home,
      STRIPE_CLI_TELEMETRY_OPTOUT: '1',
    };
    const ran = await new Promise<{ code: number; out: string }>((resolve) => {
      execFile(process.execPath, [PROGRAM, ...words, ...key], { env, timeout: 60_000 }, (error, stdout, stderr) =>
        resolve({ code: error === null ? 0 : 1, out: stdout + stderr }),
      );
    });
    return { ...ran, told: (await told()).slice(before) };
  }

  /** The JSON that a resource command prints. */
  function shown({ out }: Ran): Record<string, unknown> {
    return JSON.parse(out.slice(out.indexOf('{'), out.lastIndexOf('}') + 1)) as Record<string, unknown>;
  }

  const SESSION = [
    ...['-d', 'mode=payment', '-d', 'success_url=http://shop.example/done'],
    ...['-d', 'line_items[0][quantity]=2', '-d', 'line_items[0][price_data][currency]=eur'],
    ...['-d', 'line_items[0][price_data][unit_amount]=1000', '-d', 'line_items[0][price_data][product_data][name]=Oil'],
  ];

  it('creates, reads, lists and expires sessions and shows their lines', async () => {
    const session = shown(await stripe('checkout', 'sessions', 'create', ...SESSION));
    expect(session).toMatchObject({ object: 'checkout.session', amount_total: 2000, status: 'open' });
    const id = String(session['id']);
    const read = await stripe('checkout', 'sessions', 'retrieve', id, '--expand', 'line_items');
    expect(shown(read)).toMatchObject({ id, line_items: { data: [{ amount_total: 2000 }] } });
    expect(shown(await stripe('checkout', 'sessions', 'list', '--limit', '1'))).toMatchObject({ data: [{ id }] });
    const lines = shown(await stripe('checkout', 'sessions', 'list_line_items', id));
    expect(lines).toMatchObject({ data: [{ description: 'Oil', quantity: 2 }] });
    expect(shown(await stripe('checkout', 'sessions', 'expire', id))).toMatchObject({ id, status: 'expired' });
  });

  it('acts as a connected account, with a key that is remembered', async () => {
    const words = [
      'checkout',
      'sessions',
      'create',
      ...SESSION,
      '--stripe-account',
      'acct_one',
      '--idempotency',
      'once',
    ];
    const first = shown(await stripe(...words));
    expect(shown(await stripe(...words))['id']).toBe(first['id']);
    expect((await stripe('checkout', 'sessions', 'retrieve', String(first['id']))).out).toContain('resource_missing');
  });

  it('gets and posts any address', async () => {
    const made = shown(await stripe('post', '/v1/payment_intents', '-d', 'amount=900', '-d', 'currency=eur'));
    expect(made).toMatchObject({ object: 'payment_intent', status: 'requires_payment_method' });
    expect(shown(await stripe('get', `/v1/payment_intents/${String(made['id'])}`))['id']).toBe(made['id']);
    expect((await stripe('get', '/v1/payment_intents/pi_none')).out).toContain('resource_missing');
  });

  it('plays a scripted scenario whose steps use what earlier ones answered', async () => {
    const path = join(home, 'scenario.json');
    const intent = { amount: 1500, currency: 'eur', confirm: true, payment_method: 'pm_card_visa' };
    const refund = { payment_intent: '${payment:id}', amount: 500 };
    const fixtures = [
      { name: 'payment', path: '/v1/payment_intents', method: 'post', params: intent },
      { name: 'refund', path: '/v1/refunds', method: 'post', params: refund },
    ];
    await writeFile(path, JSON.stringify({ _meta: { template_version: 0 }, fixtures }));
    const ran = await stripe('fixtures', path);
    expect(ran.out).not.toContain('failed');
    expect(ran.told.slice(-2)).toEqual(['refund.created', 'charge.refunded']);
  });

  // All eight in `npm run judges`; in `npm test` the two that need the most of the emulator.
  const TRIGGERS = [
    'checkout.session.completed',
    'checkout.session.async_payment_failed',
    'checkout.session.async_payment_succeeded',
    'checkout.session.expired',
    'payment_intent.succeeded',
    'payment_intent.payment_failed',
    'payment_intent.canceled',
    'charge.refunded',
  ];
  it.each(isFullSize ? TRIGGERS : TRIGGERS.slice(0, 2))('triggers %s, and the event is there', async (type) => {
    const ran = await stripe('trigger', type);
    expect(ran.out).toContain('Trigger succeeded');
    const before = (await told()).length - ran.told.length;
    emulator.advanceClock(60_000);
    expect((await told()).slice(before)).toContain(type);
  });
});
