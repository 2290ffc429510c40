import type { FastifyReply, FastifyRequest } from 'fastify';

/** A request as the MCP SDK wants it, and its body if that is JSON. */
export interface WebRequest {
  readonly request: Request;
  readonly parsedBody: unknown;
}

/**
 * Turns a Fastify request into a web one; only its path and headers matter. It carries no signal that its caller went
 * away: a call that was begun is finished anyway, and a stream is cancelled with its response.
 */
export function webRequest({ method, url, headers, body }: FastifyRequest): WebRequest {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
  const parsedBody = method === 'POST' ? parsed(bytes) : undefined;
  const init: RequestInit = { method, headers: headersOf(headers) };
  // What is no JSON is handed on as bytes: the SDK has the right JSON-RPC error for it.
  if (method === 'POST' && parsedBody === undefined) init.body = new Uint8Array(bytes);
  return { request: new Request(`http://localhost${url}`, init), parsedBody };
}

/** Sends what the SDK answers. One message goes out in one piece; only what stays open is a stream. */
export async function sendWebResponse(reply: FastifyReply, response: Response): Promise<FastifyReply> {
  if (response.headers.get('content-type')?.startsWith('text/event-stream')) return reply.send(response);
  for (const [name, value] of response.headers) void reply.header(name, value);
  return reply.status(response.status).send(response.body === null ? undefined : await response.text());
}

function headersOf(headers: FastifyRequest['headers']): Record<string, string> {
  const own: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) own[name] = Array.isArray(value) ? value.join(', ') : value;
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
