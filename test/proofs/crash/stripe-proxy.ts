import { createServer, request as send, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Cleanup } from '../framework/cleanup.js';
import { listen, LOOPBACK } from '../framework/listen.js';
import type { Gate } from './trap.js';

const REFUSAL = JSON.stringify({
  error: { type: 'invalid_request_error', code: 'amount_too_small', message: 'Refused for a proof.', param: 'amount' },
});

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

/** Stands between a gateway and its payment provider. */
export class StripeProxy {
  url = '';
  private readonly refused = new Set<string>();

  private constructor(
    private readonly target: string,
    private readonly gate: Gate,
  ) {}

  static async start(cleanup: Cleanup, gate: Gate, target: string): Promise<StripeProxy> {
    const proxy = new StripeProxy(target, gate);
    const server = createServer((request, response) => {
      // Whoever asked is dead, or the provider is gone: either way nobody waits for an answer.
      proxy.carry(request, response).catch(() => response.destroy());
    });
    proxy.url = `http://${LOOPBACK}:${await listen(server)}`;
    cleanup.add(() => {
      server.close();
      server.closeAllConnections();
    });
    return proxy;
  }

  /** From now on no session is opened for this checkout. */
  refuse(checkoutId: string): void {
    this.refused.add(checkoutId);
  }

  private async carry(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await wholeOf(request);
    const effect = Buffer.concat([Buffer.from(`${request.method} ${request.url} `), body]);
    const held = this.gate.meet(effect);
    if (held && held.moment !== 'after') {
      // What is refused has no effect; a session of it would answer the repeat, which has the same key.
      const arrives = held.moment === 'during' && !this.refusal(request, body);
      if (arrives) this.gate.atTheEnd(() => void this.forward(request, body).catch(() => undefined));
      return held.trap.spring();
    }
    const answer = this.refusal(request, body) ?? (await this.forward(request, body));
    this.gate.learn(effect, answer.body);
    if (held) return held.trap.spring();
    response.writeHead(answer.status, answer.headers).end(answer.body);
  }

  private refusal({ method }: IncomingMessage, body: Buffer): Answer | null {
    if (method !== 'POST' || ![...this.refused].some((id) => body.includes(id))) return null;
    return { status: 400, headers: { 'content-type': 'application/json' }, body: Buffer.from(REFUSAL) };
  }

  private forward({ method, url, headers }: IncomingMessage, body: Buffer): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const onward = send(`${this.target}${url}`, { method, headers, agent: false }, (answer) => {
        wholeOf(answer).then(
          (whole) => resolve({ status: answer.statusCode ?? 502, headers: answer.headers, body: whole }),
          reject,
        );
      });
      onward.once('error', reject).end(body);
    });
  }
}

async function wholeOf(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
