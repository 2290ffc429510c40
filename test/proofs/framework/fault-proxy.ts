import { connect, createServer, type Socket } from 'node:net';
import type { Cleanup } from './cleanup.js';
import { listen, LOOPBACK } from './listen.js';

/**
 * What a network does to connections. `pass`: nothing. `latency`: every answer comes `latencyMs` later. `stall`: answers
 * wait until the fault is over, and then come. `half-open`: requests arrive and no answer ever does, not even afterwards.
 * `blackhole`: nothing arrives on either side, and nobody is told. `reset`: connections break, new ones at once.
 */
export type Fault = 'pass' | 'latency' | 'stall' | 'half-open' | 'blackhole' | 'reset';

interface Pair {
  readonly client: Socket;
  readonly upstream: Socket;
  /** Something was lost on it: it never recovers, as a real one would not. */
  lost: boolean;
  held: Buffer[];
}

/** Stands in front of a server on this machine and spoils the way there. */
export class FaultProxy {
  private fault: Fault = 'pass';
  private latencyMs = 0;
  private readonly pairs = new Set<Pair>();

  private constructor(
    readonly port: number,
    private readonly targetPort: number,
  ) {}

  static async start(cleanup: Cleanup, targetPort: number): Promise<FaultProxy> {
    // Nobody connects before the port is known.
    const server = createServer((client) => proxy.carry(client));
    const proxy: FaultProxy = new FaultProxy(await listen(server), targetPort);
    cleanup.add(() => {
      server.close();
      for (const pair of proxy.pairs) end(pair);
    });
    return proxy;
  }

  /** From now on, for connections that are there and for new ones. */
  set(fault: Fault, latencyMs = 0): void {
    this.fault = fault;
    this.latencyMs = latencyMs;
    for (const pair of this.pairs) {
      if (fault === 'reset') end(pair);
      if (fault !== 'pass') continue;
      // Who waits on a connection that lost something waits for ever: that is the caller's to notice.
      if (!pair.lost) for (const chunk of pair.held.splice(0)) pair.client.write(chunk);
    }
  }

  private carry(client: Socket): void {
    if (this.fault === 'reset') return void client.resetAndDestroy();
    const pair: Pair = { client, upstream: connect(this.targetPort, LOOPBACK), lost: false, held: [] };
    this.pairs.add(pair);
    for (const socket of [client, pair.upstream]) {
      socket.setNoDelay(true);
      const over = (): void => {
        this.pairs.delete(pair);
        end(pair);
      };
      socket.on('error', over).on('close', over);
    }
    client.on('data', (chunk) => this.request(pair, chunk));
    pair.upstream.on('data', (chunk) => this.answer(pair, chunk));
  }

  private request(pair: Pair, chunk: Buffer): void {
    if (this.fault === 'blackhole') pair.lost = true;
    if (!(this.fault === 'blackhole' || pair.lost)) pair.upstream.write(chunk);
  }

  private answer(pair: Pair, chunk: Buffer): void {
    if (this.fault === 'blackhole' || this.fault === 'half-open') pair.lost = true;
    if (pair.lost) return;
    if (this.fault === 'stall') return void pair.held.push(chunk);
    if (this.fault === 'latency') return void setTimeout(() => pair.client.write(chunk), this.latencyMs).unref();
    pair.client.write(chunk);
  }
}

function end({ client, upstream }: Pair): void {
  if (!client.destroyed) client.resetAndDestroy();
  upstream.destroy();
}
