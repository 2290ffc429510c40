import { InvalidInput, NotFound, Problem, ServiceUnavailable, reviveProblem, storedProblem } from '@comptoir/kernel';
import type { Type } from '@nestjs/common';
import { CartEmpty, CartInCheckout, KindMismatch } from '../kit.problems.js';
import type { CheckoutPort } from '../ports/checkout.port.js';
import type { TenantKind } from '../define-tenant-kind.js';
import { ensure, ensureSame } from './ensure.js';
import { copy } from './plain.js';

/** Problems that every kind may raise without declaring them. */
const COMMON: readonly Type<Problem>[] = [
  InvalidInput as Type<Problem>,
  NotFound,
  ServiceUnavailable,
  KindMismatch,
  CartEmpty,
  CartInCheckout,
];

/** The kind's port; every problem that comes out of it must be declared, and must survive being stored. */
export function watched(port: CheckoutPort, { problems }: TenantKind): CheckoutPort {
  const known = [...COMMON, ...problems];
  return new Proxy(port, {
    get: (target, name) => {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function') return member;
      return (...args: unknown[]): unknown => {
        const answer: unknown = Reflect.apply(member, target, args);
        if (!(answer instanceof Promise)) return answer;
        return answer.catch((error: unknown) => raise(error, String(name), known));
      };
    },
  });
}

function raise(error: unknown, call: string, known: readonly Type<Problem>[]): never {
  if (error instanceof Problem) {
    const isKnown = known.some((problem) => error instanceof problem);
    ensure(isKnown, `${call} raised ${error.code}, which is not among the kind's "problems"`);
    const stored = storedProblem(error);
    const revived = reviveProblem(copy(stored));
    ensureSame(storedProblem(revived), stored, `${error.code} is another problem after it was stored and read again`);
  }
  throw error;
}
