import 'reflect-metadata';
import { Module, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { CheckoutPort, Subject } from '../ports/checkout.port.js';
import type { Tenant, TenantContext } from '../tenant.js';
import { Breaker } from './breaker.js';
import { ClauseBroken } from './ensure.js';
import { copy } from './plain.js';
import { memoryPorts, portProviders, type SuitePorts } from './suite-ports.js';
import { TrialCheckout } from './trial-checkout.js';
import { watched } from './watched-port.js';
import type { Trial } from './world.js';

/** One kind, running at three tenants: two with the same goods under the same ids, and one that has none. */
export class Stage {
  readonly one: TenantContext;
  readonly two: TenantContext;
  readonly empty: TenantContext;
  private readonly breaker = new Breaker();
  private app?: INestApplicationContext;
  private watchedPort: CheckoutPort;

  private constructor(
    readonly trial: Trial,
    readonly ports: SuitePorts,
  ) {
    const { settings, emptySettings = settings } = trial.world;
    this.one = tenant(trial, 'one', settings);
    this.two = tenant(trial, 'two', settings);
    this.empty = tenant(trial, 'empty', emptySettings);
  }

  /** Sets a stage, plays on it, and takes it down. */
  static async play<T>(trial: Trial, act: (stage: Stage) => Promise<T>): Promise<T> {
    const stage = new Stage(trial, await (trial.world.ports ?? memoryPorts)());
    try {
      await stage.start();
      for (const seeded of [stage.one, stage.two]) await trial.world.seed(seeded, stage.ports);
      return await act(stage);
    } finally {
      await stage.app?.close();
      await stage.ports.close?.();
    }
  }

  get port(): CheckoutPort {
    return this.watchedPort;
  }

  /** What the tenant's stores contain just now. */
  state(of: TenantContext = this.one): Promise<unknown> {
    return this.ports.dump(of);
  }

  /** A checkout that was opened, validated and priced, and is about to hold. */
  checkout(subject: Subject = this.trial.world.subjects.good, id = 'chk_1', at = this.one): Promise<TrialCheckout> {
    return TrialCheckout.start(this, at, subject, id);
  }

  /**
   * Acts in a process that is killed after so many calls to the platform, and starts another one. Tells whether it came
   * to that. What the kind merely remembered is gone.
   */
  async killedAfter(calls: number, act: () => Promise<unknown>): Promise<boolean> {
    this.breaker.killAfter(calls);
    try {
      await act();
    } catch (error) {
      if (!this.breaker.hasKilled || error instanceof ClauseBroken) throw error;
    }
    const killed = this.breaker.hasKilled;
    this.breaker.revive();
    if (killed) await this.restart();
    return killed;
  }

  private async restart(): Promise<void> {
    await this.app?.close();
    await this.start();
  }

  /** Nest wires the kind as the gateway does: from its own providers and the kit's ports alone. */
  private async start(): Promise<void> {
    const { kind, world } = this.trial;
    const { checkout, providers = [], controllers = [] } = kind.definition;
    const ports = portProviders(this.breaker.guard(this.ports), [this.one, this.two, this.empty]);
    class KindModule {}
    Module({
      providers: [...ports, ...(world.providers ?? []), checkout, ...providers],
      controllers: [...controllers],
    })(KindModule);
    this.app = await NestFactory.createApplicationContext(KindModule, { logger: false, abortOnError: false });
    this.watchedPort = watched(this.app.get<CheckoutPort>(checkout), kind.definition);
  }
}

function tenant({ kind, world }: Trial, id: string, settings: Record<string, unknown>): TenantContext {
  const record: Tenant = {
    id,
    name: `Tenant ${id}`,
    kind: kind.manifest.kind,
    status: 'active',
    currencies: world.currencies ?? ['EUR'],
    capabilities: kind.manifest.capabilities,
    limits: { maxLineQuantity: 100, maxLines: 100, maxCartTotal: 1_000_000_000 },
    checkoutWindowMinutes: 30,
    redirectOrigins: [],
    settings: copy(settings),
  };
  return { tenantId: id, tenant: record };
}
