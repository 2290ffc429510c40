import { parse } from 'node:querystring';
import type { FastifyInstance } from 'fastify';

/** Deeper JSON than this is no honest request, and whoever walks it by recursion would overflow. */
const MAX_NESTING = 64;

/** Bodies of webhooks stay bytes, since a signature covers exactly those; all others are parsed. */
export function parseBodies(fastify: FastifyInstance): void {
  fastify.addHook('onRoute', (route) => {
    if (route.url.startsWith('/webhooks/')) Object.assign(route, { config: { ...route.config, rawBody: true } });
  });
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('*', { parseAs: 'buffer' }, (request, body: Buffer, done) => {
    const { rawBody } = request.routeOptions.config as { rawBody?: boolean };
    const type = request.headers['content-type'] ?? '';
    if (type.startsWith('application/json')) return rawBody ? done(null, body) : parseJson(body, done);
    if (!rawBody && type.startsWith('application/x-www-form-urlencoded'))
      return done(null, { ...parse(body.toString('utf8')) });
    return done(Object.assign(new Error('Unsupported media type'), { statusCode: 415 }), undefined);
  });
}

function parseJson(body: Buffer, done: (error: Error | null, parsed?: unknown) => void): void {
  try {
    const text = body.toString('utf8');
    if (nesting(text) > MAX_NESTING) throw new SyntaxError('Nested too deep');
    done(null, text ? JSON.parse(text) : undefined);
  } catch {
    done(Object.assign(new Error('The body is not valid JSON'), { statusCode: 400 }));
  }
}

/** The deepest level of brackets, those inside of strings aside. */
function nesting(text: string): number {
  let depth = 0;
  let deepest = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (quoted && character === '\\') at += 1;
    else if (character === '"') quoted = !quoted;
    else if (!quoted && (character === '[' || character === '{')) deepest = Math.max(deepest, (depth += 1));
    else if (!quoted && (character === ']' || character === '}')) depth -= 1;
  }
  return deepest;
}
