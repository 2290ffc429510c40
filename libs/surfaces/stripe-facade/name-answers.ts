import type { FastifyInstance } from 'fastify';
import { isFacade } from './stripe-error.js';

/** Stripe names each answer, whatever came of it; its clients show that name (`lastResponse.requestId`). */
export function nameAnswers(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    if (isFacade(request.url)) void reply.header('request-id', request.id);
    done();
  });
}
