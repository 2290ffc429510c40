import { Inject } from '@nestjs/common';
import { COLLECTIONS, defineTenantKind, type KindManifest, type TenantKind } from '@comptoir/tenant-kit';
import type { Trial } from '@comptoir/tenant-kit/testing';
import { kindOf, WORLDS } from '../worlds.js';

const PACKAGE = '@comptoir/fixture-kind-seats';

/** One method done wrong; `whole` is the method as it ought to be. */
type Override = (port: any, call: any, whole: (call: any) => any) => any;

/** A kind that breaks one clause of the contract, and which one. */
export interface BrokenKind {
  clause: string;
  /** What a careless author does. */
  mistake: string;
  trial: Trial;
}

/** Seats, but for some methods of the port. */
export function seatsBut(clause: string, mistake: string, overrides: Record<string, Override>): BrokenKind {
  const base = kindOf(PACKAGE).definition.checkout as new (...args: any[]) => any;
  class Careless extends base {
    @Inject(COLLECTIONS)
    collections: any;

    /** A collection of its own, for notes. */
    get notes(): any {
      return this.collections.collection('notes');
    }
  }
  for (const [name, override] of Object.entries(overrides)) {
    const whole = Careless.prototype[name];
    Careless.prototype[name] = function (this: any, call: any) {
      return override(this, call, (given) => whole?.call(this, given));
    };
  }
  return seatsWith(clause, mistake, { checkout: Careless as never });
}

/** Seats with another definition, manifest or world. */
export function seatsWith(
  clause: string,
  mistake: string,
  definition: Partial<TenantKind>,
  change: { manifest?: Partial<KindManifest>; settings?: Record<string, unknown> } = {},
): BrokenKind {
  const whole = kindOf(PACKAGE);
  const world = WORLDS[PACKAGE]!;
  return {
    clause,
    mistake,
    trial: {
      kind: {
        manifest: { ...whole.manifest, ...change.manifest },
        definition: defineTenantKind({ ...whole.definition, ...definition }),
      },
      world: { ...world, settings: change.settings ?? world.settings },
    },
  };
}
