import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import { KindError } from './kind-error.js';
import type { KindManifest, TenantKind } from '@comptoir/tenant-kit';

/** A kind as loaded: what its manifest says and what its code brings. */
export class LoadedKind {
  constructor(
    /** Package it came from. */
    readonly packageName: string,
    readonly manifest: KindManifest,
    readonly definition: TenantKind,
  ) {}

  /** Settings as the kind's own class understands them; throws with every fault named. */
  parseSettings(settings: Record<string, unknown>): Record<string, unknown> {
    const parsed = plainToInstance(this.definition.settings, settings);
    const faults = flatten(validateSync(parsed, { whitelist: true, forbidNonWhitelisted: true }));
    if (faults.length) throw new Error(`Settings of kind ${this.manifest.kind}: ${faults.join('; ')}`);
    return JSON.parse(JSON.stringify(parsed)) as Record<string, unknown>;
  }
}

/** The kinds this gateway runs, by name. */
export class KindRegistry {
  private readonly byName: ReadonlyMap<string, LoadedKind>;

  constructor(readonly all: readonly LoadedKind[]) {
    this.byName = new Map(all.map((kind) => [kind.manifest.kind, kind]));
  }

  /** With a kind of the platform's own, which no package may bring as well. */
  with(own: LoadedKind): KindRegistry {
    const { kind } = own.manifest;
    const other = this.byName.get(kind);
    if (other) throw new KindError(`${other.packageName} provides the tenant kind ${kind}, which comptoir itself has`);
    return new KindRegistry([...this.all, own]);
  }

  get(name: string): LoadedKind {
    const kind = this.byName.get(name);
    if (!kind) throw new Error(`Tenant kind ${name} is not loaded; add its package to COMPTOIR_KINDS`);
    return kind;
  }
}

function flatten(errors: ValidationError[], path = 'settings'): string[] {
  return errors.flatMap((error) => {
    const here = `${path}.${error.property}`;
    const own = Object.values(error.constraints ?? {}).map((message) => `${here}: ${message}`);
    return [...own, ...flatten(error.children ?? [], here)];
  });
}
