import type { NamedUnits } from '../../ports/inventory.port.js';
import type { TenantContext } from '../../tenant.js';
import { ByTenant } from './by-tenant.js';

/** Who has a unit, and until when it is merely held; null once it is sold. */
interface Taken {
  by: string;
  until: Date | null;
}

/** Units that are each one of a kind, by the name of their set. */
export class InMemoryUnitSets {
  private readonly sets = new ByTenant<Map<string, Map<string, Taken>>>(() => new Map());

  /** All or none. Null when held, also when they were held before; else the units that others have. */
  take(tenant: TenantContext, { by, until, named }: { by: string; until: Date; named: NamedUnits }): string[] | null {
    const set = this.of(tenant, named.set);
    const others = [...named.units, ...(named.keepFree ?? [])].filter(
      (unit) => set.has(unit) && set.get(unit)?.by !== by,
    );
    if (others.length) return others;
    for (const unit of named.units) if (!set.has(unit)) set.set(unit, { by, until });
    return null;
  }

  free(tenant: TenantContext, by: string, name: string, until?: Date): void {
    const set = this.of(tenant, name);
    for (const [unit, taken] of set) {
      const meant = !until || (taken.until !== null && taken.until <= until);
      if (taken.by === by && meant) set.delete(unit);
    }
  }

  sell(tenant: TenantContext, by: string, name: string): void {
    for (const taken of this.of(tenant, name).values()) if (taken.by === by) taken.until = null;
  }

  taken(tenant: TenantContext, name: string): string[] {
    return [...this.of(tenant, name).keys()];
  }

  /** Sets nobody has anything of are like sets that do not exist. */
  dump(tenant: TenantContext): unknown {
    return [...this.sets.of(tenant)]
      .filter(([, set]) => set.size > 0)
      .map(([name, set]) => ({ name, taken: [...set] }));
  }

  private of(tenant: TenantContext, name: string): Map<string, Taken> {
    const sets = this.sets.of(tenant);
    const set = sets.get(name) ?? new Map<string, Taken>();
    sets.set(name, set);
    return set;
  }
}
