import type { ArgumentsHost, ExecutionContext } from '@nestjs/common';
import { GqlExecutionContext, type GqlContextType } from '@nestjs/graphql';
import type { FastifyRequest } from 'fastify';
import type { RequestContext } from './request-context.js';

/** Contexts of HTTP requests under way. Weak: a context goes with its request, and nothing is written into Fastify's. */
const ofHttp = new WeakMap<object, RequestContext>();

/** Whether this is a call of a GraphQL field. */
export function isGraphql(host: ArgumentsHost): boolean {
  return host.getType<GqlContextType>() === 'graphql';
}

/** The context of the request at work; undefined where the guard did not pass (an unknown route, a health check). */
export function currentRequest(host: ArgumentsHost): RequestContext | undefined {
  if (isGraphql(host)) return GqlExecutionContext.create(host as ExecutionContext).getContext<RequestContext>();
  return ofHttp.get(host.switchToHttp().getRequest<FastifyRequest>());
}

/** The context of an HTTP request, built on first sight. */
export async function httpRequest(
  host: ArgumentsHost,
  build: (request: FastifyRequest) => Promise<RequestContext>,
): Promise<RequestContext> {
  const request = host.switchToHttp().getRequest<FastifyRequest>();
  const known = ofHttp.get(request);
  if (known) return known;
  const built = await build(request);
  ofHttp.set(request, built);
  return built;
}
