import { join } from 'node:path';
import { CLI_ENTRY, GATEWAY_ENTRY } from '../places.js';
import { SeedStamp } from '../seed/seed-stamp.js';
import { Child } from './child.js';
import { startEmbeddedDatabase } from './embedded-database.js';
import { gatewayEnvironment } from './gateway-environment.js';
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

  /** Brings everything up; answers the gateway's address. What does not need the other boots beside it. */
  async up({ seed }: { seed: boolean }): Promise<string> {
    const emulator = this.settings.stripeEmulator ? this.startEmulator() : null;
    const database = this.settings.embeddedMongo ? await this.startDatabase() : null;
    this.env = gatewayEnvironment(this.settings, database);
    const [stripe, gateway, seeding] = await Promise.allSettled([
      emulator ? emulator.ready() : Promise.resolve(),
      this.startGateway(),
      seed ? this.seed() : Promise.resolve(),
    ]);
    // The later ones read the same settings as the first: what is wrong with them is said once.
    if (stripe.status === 'rejected') throw stripe.reason;
    if (gateway.status === 'rejected') throw gateway.reason;
    if (seeding.status === 'rejected') throw seeding.reason;
    return gateway.value;
  }

  /** What the gateway runs in; empty before `up`. */
  get environment(): NodeJS.ProcessEnv {
    return this.env;
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

  private async startDatabase(): Promise<string> {
    return (await this.supervisor.start(() => startEmbeddedDatabase(this.settings))).uri;
  }

  private startEmulator(): Child {
    const { emulatorPort, dataDir, env } = this.settings;
    const args = ['stripe-emulator', '--port', String(emulatorPort), '--data', join(dataDir, 'stripe')];
    const webhook = ['--webhook', `${localUrl(this.settings)}/webhooks/stripe/default`];
    const options = { name: 'Stripe emulator', script: CLI_ENTRY, args: [...args, ...webhook] };
    const secret = { STRIPE_WEBHOOK_SECRET: ownSecrets(dataDir).webhook };
    return this.supervisor.add(new Child({ ...options, env: { ...env, ...secret } }));
  }

  private async seed(): Promise<void> {
    const stamp = this.settings.embeddedMongo ? new SeedStamp(this.settings.dataDir) : null;
    if (stamp?.isCurrent()) return;
    const options = { name: 'seed', script: CLI_ENTRY, args: ['seed'], env: this.env, keepErrors: true };
    const seeding = this.supervisor.add(new Child(options));
    await seeding.finished();
    this.supervisor.release(seeding);
    stamp?.write();
  }
}
