import { resolve } from 'node:path';
import { startStripeEmulator } from '#stripe-emulator';
import { CliError } from '../cli-error.js';
import { ROOT } from '../places.js';
import { parsePort } from '../start/port.js';
import type { Supervisor } from '../start/supervisor.js';

export interface EmulatorFlags {
  readonly port: string;
  readonly data?: string;
  readonly webhook?: readonly string[];
}

/** Runs the Stripe emulator until it is told to stop; `comptoir start` runs it as a process of its own. */
export async function stripeEmulatorCommand(
  flags: EmulatorFlags,
  env: NodeJS.ProcessEnv,
  supervisor: Supervisor,
): Promise<void> {
  const port = parsePort(flags.port, '--port');
  const webhook = webhookOf(flags, env);
  const emulator = await supervisor.start(() =>
    startStripeEmulator({
      port,
      ...(flags.data ? { dataDir: resolve(ROOT, flags.data) } : {}),
      ...(webhook ? { webhook } : {}),
    }),
  );
  if (process.send) process.send({ ready: true, url: emulator.url });
  else describe(emulator.url, flags);
  await supervisor.untilInterrupted();
}

function webhookOf({ webhook }: EmulatorFlags, env: NodeJS.ProcessEnv): { url: string; secret: string }[] | null {
  if (!webhook?.length) return null;
  const secret = env['STRIPE_WEBHOOK_SECRET'];
  const wrong = webhook.find((url) => !URL.canParse(url));
  if (wrong !== undefined) throw new CliError(`--webhook must be an address, not "${wrong}"`);
  if (!secret) throw new CliError('--webhook needs STRIPE_WEBHOOK_SECRET, the whsec_… that the receiver verifies with');
  return webhook.map((url) => ({ url, secret }));
}

function describe(url: string, { data, webhook = [] }: EmulatorFlags): void {
  console.log(`Stripe emulator on ${url}: any sk_test_… key, no real money moves.`);
  console.log(`Data      ${data ?? 'in memory'}`);
  console.log(`Webhooks  ${webhook.join(', ') || 'none; see --webhook'}`);
}
