import type { KindCollection } from '../ports/collections.port.js';
import type { SuitePorts } from './suite-ports.js';

/** What a killed process leaves behind: nothing of it catches this, and nothing of it goes on. */
export class Killed extends Error {}

/**
 * Kills a kind between two calls to the platform. After the deadly call every further one fails as well, as in a
 * process that is gone, until {@link Breaker.revive}.
 */
export class Breaker {
  private left = Infinity;

  /** The process dies right after its `calls`-th call from now took effect. */
  killAfter(calls: number): void {
    this.left = calls;
  }

  revive(): void {
    this.left = Infinity;
  }

  get hasKilled(): boolean {
    return this.left <= 0;
  }

  /** The same ports, behind this breaker. */
  guard(ports: SuitePorts): SuitePorts {
    const { collections } = ports;
    return {
      ...ports,
      inventory: this.behind(ports.inventory),
      carts: this.behind(ports.carts),
      collections: {
        collection: <T extends { id: string }>(...args: Parameters<typeof collections.collection>): KindCollection<T> =>
          this.behind(collections.collection<T>(...args)),
      },
    };
  }

  private behind<T extends object>(port: T): T {
    return new Proxy(port, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name, target);
        if (typeof member !== 'function') return member;
        return (...args: unknown[]) => this.through(() => Reflect.apply(member, target, args) as unknown);
      },
    });
  }

  private async through(call: () => unknown): Promise<unknown> {
    if (this.left <= 0) throw new Killed('The process is gone');
    const answer = await call();
    this.left -= 1;
    if (this.left <= 0) throw new Killed('The process was killed');
    return answer;
  }
}
