import type { FastifyReply, FastifyRequest } from 'fastify';
import { envelope, InvalidInput } from '@comptoir/kernel';

/** Fastify's refusals from before any route is found (an address that cannot be decoded), in our envelope. */
export function refuseAddress(_error: Error, request: FastifyRequest, reply: FastifyReply): void {
  const problem = InvalidInput.at('url', 'address', 'cannot be read');
  void reply.status(problem.status).send(envelope(problem, request.id));
}
