import { parse } from 'node:querystring';
import type { FastifyInstance } from 'fastify';

/** Largest event a provider may send, bytes; Stripe's stay far below. */
const MAX_EVENT_BYTES = 512 * 1024;

/** Bodies of webhooks stay bytes, since a signature covers exactly those; all others are parsed. */
export function parseBodies(fastify: FastifyInstance): void {
  fastify.addHook('onRoute', (route) => {
    if (route.url.startsWith('/webhooks/'))
      Object.assign(route, { bodyLimit: MAX_EVENT_BYTES, config: { ...route.config, rawBody: true } });
  });
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('*', { parseAs: 'buffer' }, (request, body: Buffer, done) => {
    const { rawBody } = request.routeOptions.config as { rawBody?: boolean };
    if (rawBody) return done(null, body);
    const type = request.headers['content-type'] ?? '';
    if (type.startsWith('application/json')) return parseJson(body, done);
    if (type.startsWith('application/x-www-form-urlencoded')) return done(null, { ...parse(body.toString('utf8')) });
    return done(Object.assign(new Error('Unsupported media type'), { statusCode: 415 }), undefined);
  });
}

function parseJson(body: Buffer, done: (error: Error | null, parsed?: unknown) => void): void {
  try {
    done(null, body.length ? JSON.parse(body.toString('utf8')) : undefined);
  } catch {
    done(Object.assign(new Error('The body is not valid JSON'), { statusCode: 400 }));
  }
}
