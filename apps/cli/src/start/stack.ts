import { join } from 'node:path';
import { CLI_ENTRY } from '../places.js';
import { SeedStamp } from '../seed/seed-stamp.js';
import { Child } from './child.js';
import { startEmbeddedDatabase } from './embedded-database.js';
import { gatewayEnvironment } from './gateway-environment.js';
import { Gateways } from './gateways.js';
import { ownSecrets } from './own-secrets.js';
import { gatewayUrls, type StackSettings } from './settings.js';
import type { Supervisor } from './supervisor.js';

/** The gateways and everything they need, started in order; the supervisor stops it in the opposite one. */
export class Stack {
  readonly gateways: Gateways;
  private env: NodeJS.ProcessEnv = {};

  constructor(
    private readonly settings: StackSettings,
    private readonly supervisor: Supervisor,
  ) {
    this.gateways = new Gateways(supervisor, settings.ports);
  }

  /** Brings everything up. What does not need the other boots beside it. */
  async up({ seed }: { seed: boolean }): Promise<void> {
    const emulator = this.settings.stripeEmulator ? this.startEmulator() : null;
    const database = this.settings.embeddedMongo ? await this.startDatabase() : null;
    this.env = gatewayEnvironment(this.settings, database);
    const starting = await Promise.allSettled([
      emulator ? emulator.ready() : Promise.resolve(),
      this.gateways.startAll(this.env),
      seed ? this.seed() : Promise.resolve(),
    ]);
    // The later ones read the same settings as the first: what is wrong with them is said once.
    for (const outcome of starting) if (outcome.status === 'rejected') throw outcome.reason;
  }

  /** What the gateway runs in; empty before `up`. */
  get environment(): NodeJS.ProcessEnv {
    return this.env;
  }

  private async startDatabase(): Promise<string> {
    return (await this.supervisor.start(() => startEmbeddedDatabase(this.settings))).uri;
  }

  private startEmulator(): Child {
    const { emulatorPort, dataDir, env } = this.settings;
    const args = ['stripe-emulator', '--port', String(emulatorPort), '--data', join(dataDir, 'stripe')];
    // Every gateway gets every event: losing one loses none, and the inbox makes one of the copies.
    const webhooks = gatewayUrls(this.settings).map((url) => `${url}/webhooks/stripe/default`);
    const options = { name: 'Stripe emulator', script: CLI_ENTRY, args: [...args, '--webhook', ...webhooks] };
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
