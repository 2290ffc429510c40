import type { NamedUnits } from '@comptoir/tenant-kit';
import { defineCollection, type TenantCollection, type TenantRef } from '#platform';

/** One unit that somebody has. */
interface TakenUnit {
  unit: string;
  /** Who has it: a checkout. */
  by: string;
  /** Tells the sweeper which checkout to look at; null once it is sold. Nothing is released by time alone. */
  until: Date | null;
}

/** The units of one set that are held or sold; the id is the set. A unit that is in no entry is free. */
export interface UnitSetDocument {
  id: string;
  tenantId: string;
  taken: TakenUnit[];
}

export const UNIT_SETS = defineCollection<UnitSetDocument>({
  name: 'unit_sets',
  fields: { taken: [Object] },
  indexes: [],
});

/** Holds of named units: one conditional update each, so two holders can never have the same unit. */
export class NamedHolds {
  constructor(private readonly sets: TenantCollection<UnitSetDocument>) {}

  /** All or none. Null when held, also when they were held before; else the units that others have. */
  async take(tenant: TenantRef, hold: { by: string; until: Date; named: NamedUnits }): Promise<string[] | null> {
    const { by, until, named } = hold;
    const units = [...new Set(named.units)];
    const keepFree = named.keepFree ?? [];
    if (await this.push(tenant, named.set, units, keepFree, { by, until })) return null;
    const found = await this.sets.get(tenant, named.set);
    const asked = new Set([...units, ...keepFree]);
    const taken = found?.taken.filter(({ unit }) => asked.has(unit)) ?? [];
    const others = taken.filter((entry) => entry.by !== by).map(({ unit }) => unit);
    if (others.length) return others;
    const mine = new Set(taken.map(({ unit }) => unit));
    const missing = units.filter((unit) => !mine.has(unit));
    if (missing.length === 0) return null;
    // Some were ours already. If the rest goes in between, the next round tells who has it.
    return (await this.push(tenant, named.set, missing, keepFree, { by, until })) ? null : this.take(tenant, hold);
  }

  async free(tenant: TenantRef, by: string, set: string, until?: Date): Promise<void> {
    const held = until ? { by, until: { $lte: until } } : { by };
    await this.sets.change(tenant, set, {}, { $pull: { taken: held } });
  }

  async sell(tenant: TenantRef, by: string, set: string): Promise<void> {
    const change = { $set: { 'taken.$[mine].until': null } };
    await this.sets.change(tenant, set, { 'taken.by': by }, change, { arrayFilters: [{ 'mine.by': by }] });
  }

  async taken(tenant: TenantRef, sets: readonly string[]): Promise<Map<string, string[]>> {
    const found = await this.sets.getMany(tenant, sets);
    const bySet = new Map<string, string[]>(sets.map((set) => [set, []]));
    for (const { id, taken } of found)
      bySet.set(
        id,
        taken.map(({ unit }) => unit),
      );
    return bySet;
  }

  /** Whether it was done; a set that does not exist yet is created with it. */
  private async push(
    tenant: TenantRef,
    set: string,
    units: readonly string[],
    keepFree: readonly string[],
    holder: Omit<TakenUnit, 'unit'>,
  ): Promise<boolean> {
    const entries = units.map((unit) => ({ unit, ...holder }));
    const change = { $push: { taken: { $each: entries } } };
    if (await this.sets.change(tenant, set, { 'taken.unit': { $nin: [...units, ...keepFree] } }, change)) return true;
    return this.sets.insert(tenant, { id: set, taken: entries });
  }
}
