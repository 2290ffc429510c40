import type { FastifyInstance } from 'fastify';

/** `/graphql` opened by a person leads to the editor; a client's GET stays Apollo's. */
export function openInBrowser(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', async (request, reply) => {
    const [path, query] = request.url.split('?');
    if (path !== '/graphql' || query || request.method !== 'GET') return;
    if (request.headers.accept?.includes('text/html')) await reply.redirect('/graphiql', 302);
  });
}
