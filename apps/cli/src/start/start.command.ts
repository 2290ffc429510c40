import { assertFree } from './port.js';
import { readSettings, type StackSettings, type StartFlags } from './settings.js';
import { Stack } from './stack.js';
import type { Supervisor } from './supervisor.js';
import { welcome } from './welcome.js';

/** Runs the gateway, or several, with everything they need until it is interrupted. */
export async function startCommand(flags: StartFlags, env: NodeJS.ProcessEnv, supervisor: Supervisor): Promise<void> {
  const settings = readSettings(flags, env);
  await assertPortsFree(settings);
  // Passwords of the demo accounts are public: a database and a Stripe account of the caller's own are left alone.
  const seed = settings.embeddedMongo || settings.stripeEmulator;
  const stack = new Stack(settings, supervisor);
  await stack.up({ seed });
  console.log(welcome(settings, { seeded: seed, processes: stack.gateways.processes }));
  await supervisor.untilInterrupted();
}

async function assertPortsFree({ host, ports, emulatorPort, stripeEmulator }: StackSettings): Promise<void> {
  for (const port of ports) await assertFree(port, host, '`PORT=4100 npm start`');
  if (stripeEmulator) await assertFree(emulatorPort, '127.0.0.1', '`STRIPE_EMULATOR_PORT=4110 npm start`');
}
