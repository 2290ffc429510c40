import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Config } from '#platform';
import { freePort } from '../start/port.js';
import { emulatorUrl, gatewayUrls, readSettings, type StackSettings } from '../start/settings.js';
import { Stack } from '../start/stack.js';
import type { Supervisor } from '../start/supervisor.js';
import type { Installation } from './installation.js';
import { PaymentDesk } from './payment-desk.js';
import { openTheatre } from './seats/open-theatre.js';
import { SEATS_PACKAGE } from './seats/theatre.js';

/** Of the caller's environment only this: a demo must not depend on, nor touch, what is set for real. */
const KEPT = ['PATH', 'HOME', 'TMPDIR', 'SystemRoot', 'LOG_LEVEL'];

/** How often the gateway looks for work that is due, milliseconds: nobody wants to watch it wait. */
const SWEEP_INTERVAL_MS = '250';

/** Those that every gateway has. */
const { COMPTOIR_KINDS } = new Config();

/** The gateway with everything it needs, on ports of its own and in a folder that is thrown away. */
export class DemoWorld {
  private constructor(
    private readonly stack: Stack,
    private readonly settings: StackSettings,
    readonly desk: PaymentDesk,
  ) {}

  static async create(env: NodeJS.ProcessEnv, supervisor: Supervisor, { seats }: Installation): Promise<DemoWorld> {
    const dataDir = mkdtempSync(join(tmpdir(), 'comptoir-demo-'));
    const remove = async (): Promise<void> => rmSync(dataDir, { recursive: true, force: true, maxRetries: 3 });
    supervisor.add({ stop: remove, kill: remove });
    const [port, emulatorPort] = await Promise.all([freePort(), freePort()]);
    const flags = { data: dataDir, port: String(port), emulatorPort: String(emulatorPort) };
    const kinds = seats ? { COMPTOIR_KINDS: [...COMPTOIR_KINDS, SEATS_PACKAGE].join() } : {};
    const settings = readSettings(flags, { LOG_LEVEL: 'error', SWEEP_INTERVAL_MS, ...kinds, ...kept(env) });
    const stack = new Stack(settings, supervisor);
    await stack.up({ seed: true });
    if (seats) await openTheatre(stack.environment);
    return new DemoWorld(stack, settings, new PaymentDesk(emulatorUrl(settings)));
  }

  get endpoint(): string {
    return `${gatewayUrls(this.settings)[0]}/graphql`;
  }

  get mcpEndpoint(): string {
    return `${gatewayUrls(this.settings)[0]}/mcp`;
  }

  killGateway(): Promise<void> {
    return this.stack.gateways.kill(this.settings.ports[0]);
  }

  restartGateway(): Promise<void> {
    return this.stack.gateways.start(this.settings.ports[0], this.stack.environment);
  }
}

function kept(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(KEPT.filter((name) => env[name]).map((name) => [name, env[name]]));
}
