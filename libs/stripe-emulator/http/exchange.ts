import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';

/** A request with its body read. */
export interface Incoming {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly body: string;
  readonly headers: IncomingHttpHeaders;
}

/** Where an answer goes: a socket, or a caller in this process. */
export interface Replying {
  send(status: number, body: unknown, headers?: Readonly<Record<string, string>>): void;
  /** Ends the connection without an answer. */
  reset(): void;
}

const LARGEST_BODY = 1_000_000;

/** The body was larger than any request of Stripe's API. */
export class BodyTooLarge extends Error {}

/** Reads a request completely. */
export async function readIncoming(request: IncomingMessage): Promise<Incoming> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LARGEST_BODY) throw new BodyTooLarge(`request bodies may have ${LARGEST_BODY} bytes`);
    chunks.push(chunk);
  }
  const target = request.url ?? '/';
  const mark = target.indexOf('?');
  return {
    method: request.method ?? 'GET',
    path: mark < 0 ? target : target.slice(0, mark),
    query: mark < 0 ? '' : target.slice(mark + 1),
    body: Buffer.concat(chunks).toString('utf8'),
    headers: request.headers,
  };
}

/** Answers with JSON, indented as Stripe does. */
export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  const text = `${JSON.stringify(body, null, 2)}\n`;
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers });
  response.end(text);
}

/** Answers go to this socket. */
export function replyingTo(response: ServerResponse): Replying {
  return {
    send: (status, body, headers) => sendJson(response, status, body, headers),
    reset: () => response.destroy(),
  };
}

/** A single header as text. */
export function headerOf(headers: IncomingHttpHeaders, name: string): string | null {
  const value = headers[name];
  return typeof value === 'string' ? value : null;
}
