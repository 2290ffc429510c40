import type { FastifyReply, FastifyRequest } from 'fastify';

/** A request as the MCP SDK wants it, and its body if that is JSON. */
export interface WebRequest {
  readonly request: Request;
  readonly parsedBody: unknown;
}

/** Turns a Fastify request into a web one; only its path and headers matter. It is aborted when the caller goes away before the answer is complete. */
export function webRequest(request: FastifyRequest, reply: FastifyReply): WebRequest {
  const { method, url, body } = request;
  const bytes = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
  const parsedBody = method === 'POST' ? parsed(bytes) : undefined;
  const init: RequestInit = { method, headers: headersOf(request), signal: goneAway(reply) };
  // What is no JSON is handed on as bytes: the SDK has the right JSON-RPC error for it.
  if (method === 'POST' && parsedBody === undefined) init.body = new Uint8Array(bytes);
  return { request: new Request(new URL(url, 'http://localhost'), init), parsedBody };
}

function headersOf({ headers }: FastifyRequest): Headers {
  const own = new Headers();
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) own.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  return own;
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}

function goneAway({ raw }: FastifyReply): AbortSignal {
  const controller = new AbortController();
  raw.once('close', () => {
    if (!raw.writableFinished) controller.abort();
  });
  return controller.signal;
}
