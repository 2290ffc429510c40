import { startGateway } from '#gateway';
import { loadConfig } from '#platform';
import { TenantsService } from '#tenants';
import type { Client } from '../../setup/client.js';
import { signIn } from '../../setup/sign-in.js';
import { TestClock } from '../../setup/test-clock.js';
import { renewed } from '../../setup/tokens.js';
import { ACCOUNTS, KIND_PACKAGES, KINDS, type KindUnderAttack } from '../crash/kinds.js';
import type { Stage } from '../framework/proof.js';
import type { World } from '../framework/world.js';

/** Of a shop that sells to machines. */
const PROFILE = 'profile_test_town';

/** Any rail for whoever names one. */
const ALL_RAILS = {
  providers: [
    { provider: 'stripe', preference: 100 },
    { provider: 'offline', preference: 10 },
  ],
  offline: { instructions: 'Transfer it within five days.', windowHours: 120 },
};

/** A gateway in this process, whose time is the proof's own, and sellers of every kind who take money on every rail. */
export class Town {
  private constructor(
    readonly world: World,
    readonly clock: TestClock,
    readonly gateway: Awaited<ReturnType<typeof startGateway>>,
    private readonly sellers: ReadonlyMap<string, Client>,
  ) {}

  static async open(stage: Stage): Promise<Town> {
    const clock = new TestClock();
    const world = await stage.world({
      kinds: KIND_PACKAGES,
      accounts: ACCOUNTS,
      clock,
    });
    const env = { PORT: '0', SWEEP_INTERVAL_MS: '50', EVENT_POLL_INTERVAL_MS: '30000' };
    const gateway = await stage.cleanup.start(
      () => startGateway(loadConfig(world.env(env)), { clock }),
      (started) => started.close(),
    );
    const sellers = new Map<string, Client>();
    for (const kind of KINDS) {
      await openWithAllRails(gateway, kind);
      sellers.set(kind.name, await signIn(gateway, kind.name, 'tenant-admin'));
    }
    return new Town(world, clock, gateway, sellers);
  }

  get url(): string {
    return this.gateway.url;
  }

  get stripe(): World['stripe'] {
    return this.world.stripe;
  }

  /** Removes what has expired, as a database would by its own clock. */
  async forget(): Promise<void> {
    const { db } = this.world;
    for (const { name } of await db.listCollections().toArray()) {
      const [timed] = (await db.collection(name).indexes()).filter((index) => index.expireAfterSeconds !== undefined);
      const [field] = Object.keys(timed?.key ?? {});
      if (field) await db.collection(name).deleteMany({ [field]: { $lte: this.clock.now() } });
    }
  }

  /** Who keeps the books of a tenant, as of now. */
  seller(tenantId: string): Promise<Client> {
    const seller = this.sellers.get(tenantId);
    if (!seller) throw new Error(`Nobody keeps the books of ${tenantId}`);
    return renewed(this, seller);
  }
}

async function openWithAllRails({ app }: Town['gateway'], kind: KindUnderAttack): Promise<void> {
  await kind.open(app);
  if (!kind.money) return;
  const tenants = app.get(TenantsService);
  const { createdAt: _created, updatedAt: _updated, ...tenant } = (await tenants.resolve(kind.name)).tenant as any;
  await tenants.put({ ...tenant, payment: ALL_RAILS, stripeProfile: PROFILE });
}
