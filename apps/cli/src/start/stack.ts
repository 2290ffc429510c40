import { join } from 'node:path';
import { CLI_ENTRY, GATEWAY_ENTRY } from '../places.js';
import { Child } from './child.js';
import { startEmbeddedDatabase } from './embedded-database.js';
import { gatewayEnvironment, type StandIns } from './gateway-environment.js';
import { ownSecrets } from './own-secrets.js';
import { localUrl, type StackSettings } from './settings.js';
import type { Supervisor } from './supervisor.js';

/** The gateway and everything it needs, started in order; the supervisor stops it in the opposite one. */
export class Stack {
  private env: NodeJS.ProcessEnv = {};
  private gateway: Child | null = null;

  constructor(
    private readonly settings: StackSettings,
    private readonly supervisor: Supervisor,
  ) {}

  /** Brings everything up; answers the gateway's address. Seeding and the gateway's boot do not wait for each other. */
  async up({ seed }: { seed: boolean }): Promise<string> {
    const [mongoUri, stripeUrl] = await Promise.all([this.startDatabase(), this.startEmulator()]);
    const standIns: StandIns = { ...(mongoUri ? { mongoUri } : {}), ...(stripeUrl ? { stripeUrl } : {}) };
    this.env = gatewayEnvironment(this.settings, standIns);
    const [gateway, seeding] = await Promise.allSettled([this.startGateway(), seed ? this.seed() : null]);
    // Both read the same settings: what is wrong with them is said once.
    if (gateway.status === 'rejected') throw gateway.reason;
    if (seeding.status === 'rejected') throw seeding.reason;
    return gateway.value;
  }

  async startGateway(): Promise<string> {
    this.gateway = this.supervisor.add(new Child({ name: 'gateway', script: GATEWAY_ENTRY, env: this.env }));
    return this.gateway.ready();
  }

  /** kill -9, as a power cut would. */
  async killGateway(): Promise<void> {
    if (!this.gateway) throw new Error('There is no gateway to kill');
    this.supervisor.release(this.gateway);
    await this.gateway.kill();
    this.gateway = null;
  }

  private async startDatabase(): Promise<string | null> {
    if (!this.settings.embeddedMongo) return null;
    return (await this.supervisor.start(() => startEmbeddedDatabase(this.settings))).uri;
  }

  private async startEmulator(): Promise<string | null> {
    const { stripeEmulator, emulatorPort, dataDir, env } = this.settings;
    if (!stripeEmulator) return null;
    const webhook = `${localUrl(this.settings)}/webhooks/stripe/default`;
    const args = ['stripe-emulator', '--port', String(emulatorPort), '--data', join(dataDir, 'stripe')];
    const emulator = new Child({
      name: 'Stripe emulator',
      script: CLI_ENTRY,
      args: [...args, '--webhook', webhook],
      env: { ...env, STRIPE_WEBHOOK_SECRET: ownSecrets(dataDir).webhook },
    });
    return this.supervisor.add(emulator).ready();
  }

  private async seed(): Promise<void> {
    const options = { name: 'seed', script: CLI_ENTRY, args: ['seed'], env: this.env, keepErrors: true };
    const seeding = this.supervisor.add(new Child(options));
    await seeding.finished();
    this.supervisor.release(seeding);
  }
}
